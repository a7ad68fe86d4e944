/// The example of `docs/writing-a-driver.md`: a temperature and humidity probe that answers a line
/// of text on a serial port. `scripts/new-driver` copies it.
@NullMarked
package vn.binhduong.gateway.driver.example;

import org.jspecify.annotations.NullMarked;
