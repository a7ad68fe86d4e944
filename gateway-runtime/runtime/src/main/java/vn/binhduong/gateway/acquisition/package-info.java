/// Opens and polls the devices: links, threads, schedule, deadlines, retry. Gives samples on.
@NullMarked
package vn.binhduong.gateway.acquisition;

import org.jspecify.annotations.NullMarked;
