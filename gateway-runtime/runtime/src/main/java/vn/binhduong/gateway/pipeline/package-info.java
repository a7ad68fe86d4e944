/// Judges and condenses samples before they are stored: range, change, flat line, age, report on
/// change, windows.
@NullMarked
package vn.binhduong.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
