package vn.binhduong.gateway.driver.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `iio`: sensors and converters that the kernel drives as Industrial I/O,
/// such as BME280, SCD30, SCD4x, SPS30, ADS1115. Source: Documentation/ABI/testing/sysfs-bus-iio.
public final class IioFactory implements DriverFactory<IioSettings> {
  private static final Comparator<IioAttribute> BY_CHANNEL =
      Comparator.comparingInt(
              (IioAttribute attribute) -> IioQuantity.ALL.indexOf(attribute.quantity()))
          .thenComparingInt(attribute -> attribute.channel().name().length())
          .thenComparing(attribute -> attribute.channel().name());

  @Override
  public String type() {
    return "iio";
  }

  @Override
  public Class<IioSettings> settings() {
    return IioSettings.class;
  }

  @Override
  public String instrument() {
    return "what the kernel drives as IIO: climate, gas, light, voltages";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("/sys");
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<String> claims(IioSettings settings) {
    return Set.of(
        "iio %s%s"
            .formatted(
                settings.name(), settings.device() == null ? "" : " at " + settings.device()));
  }

  /// Opens the chip with the name of the settings; its channels are those the kernel shows now.
  ///
  /// @throws DriverException UNAVAILABLE when there is no such chip, MISCONFIGURED when several
  ///   have the name, it has no known channel, or lacks one of the settings
  @Override
  public Driver open(IioSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return KernelCall.run("kernel open " + context.deviceId(), () -> openHere(settings, context));
  }

  private static Driver openHere(IioSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    Chip chip =
        Chip.find(
            settings.root().resolve("bus/iio/devices"),
            "iio:device",
            settings.name(),
            settings.device());
    return new KernelDevice(
        context,
        new Driver.Identity("", chip.name(), "", ""),
        chip::prove,
        chip.chosen(sources(chip.directory(), context), settings.channels()));
  }

  /// The channels in a directory, by name; a processed value before a raw one.
  private static List<Source> sources(Path directory, DriverContext context)
      throws DriverException {
    Map<String, IioAttribute> best = new LinkedHashMap<>();
    for (Path file : KernelFile.entries(directory, name -> name.startsWith("in_"))) {
      Optional<IioAttribute> known = IioAttribute.of(KernelFile.nameOf(file));
      if (known.isPresent()) {
        best.merge(known.get().channel().name(), known.get(), (a, b) -> a.processed() ? a : b);
      }
    }
    List<Source> sources = new ArrayList<>();
    for (IioAttribute attribute : best.values().stream().sorted(BY_CHANNEL).toList()) {
      Optional<Source> source = source(directory, attribute);
      source.ifPresentOrElse(
          sources::add,
          () ->
              context
                  .logger()
                  .log(
                      System.Logger.Level.INFO,
                      "{0}: left out, the kernel tells no scale for it",
                      attribute.stem()));
    }
    return sources;
  }

  /// A raw value without a scale is in no unit, so it is no channel.
  private static Optional<Source> source(Path directory, IioAttribute attribute) {
    if (attribute.processed()) {
      return Optional.of(
          new IioSource(
              attribute.channel(),
              attribute.quantity().factor(),
              directory.resolve(attribute.stem() + "_input"),
              null,
              null));
    }
    Path scale = first(directory, attribute.filesOf("scale"));
    if (scale == null) {
      return Optional.empty();
    }
    return Optional.of(
        new IioSource(
            attribute.channel(),
            attribute.quantity().factor(),
            directory.resolve(attribute.stem() + "_raw"),
            scale,
            first(directory, attribute.filesOf("offset"))));
  }

  private static @Nullable Path first(Path directory, List<String> names) {
    for (String name : names) {
      if (Files.exists(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    return null;
  }
}
