/// Tests of the fakes, the harness and the golden cases.
@NullMarked
package vn.binhduong.gateway.driver.testkit;

import org.jspecify.annotations.NullMarked;
