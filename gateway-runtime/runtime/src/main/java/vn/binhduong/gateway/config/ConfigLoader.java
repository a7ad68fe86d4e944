package vn.binhduong.gateway.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.binhduong.gateway.settings.Bound;
import vn.binhduong.gateway.settings.Problem;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// Reads and checks `gateway.yaml` with the profiles beside it; does no other I/O.
///
/// A mistake in a link or device (wrong key, unknown driver, missing profile, missing link) takes
/// only that link or device out: the others run. A mistake anywhere else, or a file that does not
/// parse, makes the whole file unusable; then the last good one runs, if there is one.
public final class ConfigLoader {
  private static final System.Logger LOG = System.getLogger(ConfigLoader.class.getName());

  /// Profiles are found in this directory beside the file.
  public static final String PROFILES = "profiles";

  private final Catalogue catalogue;

  /// @param catalogue the kinds of devices and links that may be named
  public ConfigLoader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// Reads a file and nothing else.
  public Loaded check(Path file) {
    try {
      return check(YamlText.read(file), file);
    } catch (IOException e) {
      return failed(settings(file).read(file, GatewaySettings.class).problems());
    }
  }

  /// Reads a file; when it cannot be used, the last good one.
  ///
  /// A copy of every file without mistakes is kept in the data directory that it names.
  ///
  /// @param dataDirectory where the copy is looked for when the file cannot say
  public Loaded load(Path file, Path dataDirectory) {
    LastGood fallback = LastGood.in(dataDirectory);
    YamlText text;
    try {
      text = YamlText.read(file);
    } catch (IOException e) {
      return instead(settings(file).read(file, GatewaySettings.class).problems(), file, fallback);
    }
    return switch (check(text, file)) {
      case Loaded.Failed failed -> instead(failed.problems(), file, fallback);
      case Loaded.Ready ready -> {
        var lastGood = LastGood.in(ready.configuration().settings().gateway().dataDirectory());
        if (ready.configuration().problems().isEmpty() || lastGood.read().isEmpty()) {
          keep(lastGood, text);
        }
        yield ready;
      }
    };
  }

  private static void keep(LastGood lastGood, YamlText text) {
    try {
      lastGood.keep(text.text());
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "config: no copy of {0} could be kept in {1}: {2}",
          text.name(),
          lastGood.file(),
          e);
    }
  }

  private Loaded instead(List<Problem> ofTheFile, Path file, LastGood lastGood) {
    Optional<YamlText> text = lastGood.read();
    if (text.isPresent() && check(text.get(), file) instanceof Loaded.Ready(Configuration good)) {
      return new Loaded.Ready(good.instead(ofTheFile));
    }
    return failed(ofTheFile);
  }

  private static Loaded failed(List<Problem> problems) {
    return new Loaded.Failed(problems);
  }

  private Settings settings(Path file) {
    return catalogue.settings().withProfiles(file.resolveSibling(PROFILES));
  }

  /// Checks a text as if it stood in `file`; reads the profiles beside it and nothing else.
  public Loaded check(YamlText text, Path file) {
    return switch (settings(file).read(text, GatewaySettings.class)) {
      case Bound.Invalid<GatewaySettings> invalid -> failed(invalid.problems());
      case Bound.Value<GatewaySettings>(var settings, var origin) -> {
        List<Problem> structural = CrossChecks.ofSections(settings, origin);
        yield structural.isEmpty()
            ? new Loaded.Ready(
                new CrossChecks(catalogue, settings).configuration().with(catalogue.refused()))
            : failed(structural);
      }
    };
  }
}
