/// Reads settings records from YAML and writes their sample file, reference table and JSON Schema.
///
/// Start with [Settings].
@NullMarked
package vn.binhduong.gateway.settings;

import org.jspecify.annotations.NullMarked;
