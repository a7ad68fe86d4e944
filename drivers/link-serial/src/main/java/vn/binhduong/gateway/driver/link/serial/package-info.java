/// Serial ports of Linux, for every driver that speaks over one. Start with [SerialLinkFactory].
///
/// jSerialComm, because it needs no native build on arm64, armhf and amd64, opens a port
/// exclusively and is maintained; used without its listener threads.
@NullMarked
package vn.binhduong.gateway.driver.link.serial;

import org.jspecify.annotations.NullMarked;
