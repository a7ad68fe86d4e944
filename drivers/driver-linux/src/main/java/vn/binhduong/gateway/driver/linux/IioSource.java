package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// One channel of an IIO device: its `_input`, or `(raw + offset) * scale`, times what the unit of
/// the kernel is in ours. Computed in decimal and rounded once: 21437 m°C are exactly 21.437 °C.
///
/// Scale and offset are read with each value: changing the gain of a converter changes its scale.
///
/// @param channel what it is
/// @param factor what the unit of the kernel is in that of the channel
/// @param value file of the value
/// @param scale file of the scale, null for a processed value
/// @param offset file of the offset, null where it is 0
record IioSource(
    Channel channel, BigDecimal factor, Path value, @Nullable Path scale, @Nullable Path offset)
    implements Source {
  @Override
  public List<Channel> channels() {
    return List.of(channel);
  }

  @Override
  public List<Reading> read() throws DriverException, InterruptedException {
    BigDecimal number = decimal(value);
    if (offset != null) {
      number = number.add(decimal(offset));
    }
    if (scale != null) {
      number = number.multiply(decimal(scale));
    }
    return List.of(channel.reading(number.multiply(factor).doubleValue()));
  }

  private static BigDecimal decimal(Path file) throws DriverException, InterruptedException {
    return KernelText.decimal(file, KernelFile.text(file));
  }
}
