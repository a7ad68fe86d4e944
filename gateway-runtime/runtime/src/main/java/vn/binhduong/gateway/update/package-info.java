/// Software updates that cannot brick: packages, slots, a journaled state machine and the rule by
/// which a new version is confirmed. Installs slots only; switching between them is done by the
/// supervisor, a script that does not depend on this code (`scripts/update-supervisor`).
@NullMarked
package vn.binhduong.gateway.update;

import org.jspecify.annotations.NullMarked;
