/// Ultrasonic level sensors that speak by themselves: DYP A02YYUW, MaxBotix HRXL.
@NullMarked
package vn.binhduong.gateway.driver.serial.level;

import org.jspecify.annotations.NullMarked;
