package vn.binhduong.gateway.settings;

import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kinds of single values a setting may have.
enum ScalarType {
  BOOLEAN("true or false", "boolean") {
    @Override
    Object parse(String text) throws Mismatch {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        case "yes", "on", "Yes", "On", "True", "TRUE" -> throw new Mismatch("write true");
        case "no", "off", "No", "Off", "False", "FALSE" -> throw new Mismatch("write false");
        default -> throw new Mismatch("");
      };
    }
  },
  INT("a whole number", "integer") {
    @Override
    Object parse(String text) throws Mismatch {
      return whole(text, 31).intValue();
    }
  },
  LONG("a whole number", "integer") {
    @Override
    Object parse(String text) throws Mismatch {
      return whole(text, 63).longValue();
    }
  },
  DOUBLE("a number", "number") {
    @Override
    Object parse(String text) throws Mismatch {
      if (!DECIMAL.matcher(text).matches()) {
        throw new Mismatch(text.contains(",") ? "write the decimal point as '.'" : "");
      }
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) {
        throw new Mismatch("too large");
      }
      return value;
    }
  },
  STRING("text", "string") {
    @Override
    Object parse(String text) {
      return text;
    }
  },
  DURATION("a duration such as 250ms, 1s, 5min, 2h or 60d", "string") {
    @Override
    Object parse(String text) throws Mismatch {
      return Durations.parse(text);
    }
  },
  PATH("a path", "string") {
    @Override
    Object parse(String text) throws Mismatch {
      try {
        if (text.isEmpty()) {
          throw new Mismatch("");
        }
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw new Mismatch(e.getReason());
      }
    }
  },
  URI_REFERENCE("a URI such as mqtts://host:8883", "string") {
    @Override
    Object parse(String text) throws Mismatch {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw new Mismatch(
            text.contains("://") ? e.getReason() : "begin with the scheme, such as mqtts://");
      }
    }
  };

  /// The text is not of this type; the message is a hint, perhaps empty.
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch(String hint) {
      super(hint, null, false, false);
    }

    String hint() {
      String hint = getMessage();
      return hint == null ? "" : hint;
    }
  }

  static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(?:[0-9]{1,400}(?:\\.[0-9]{0,400})?|\\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?");
  private static final Pattern WHOLE =
      Pattern.compile("([-+]?)(?:0x([0-9a-fA-F]{1,32})|([0-9]{1,32}))");

  private final String words;
  private final String jsonType;

  ScalarType(String words, String jsonType) {
    this.words = words;
    this.jsonType = jsonType;
  }

  /// What is expected, in words.
  String words() {
    return words;
  }

  /// Its type in a JSON Schema.
  String jsonType() {
    return jsonType;
  }

  /// Whether a value in quotes would be text and not of this type.
  boolean mustBePlain() {
    return this == BOOLEAN || this == INT || this == LONG || this == DOUBLE;
  }

  /// The value of a text.
  abstract Object parse(String text) throws Mismatch;

  /// The type that holds values of a Java class, or null when there is none.
  static @Nullable ScalarType of(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return BOOLEAN;
    } else if (type == int.class || type == Integer.class) {
      return INT;
    } else if (type == long.class || type == Long.class) {
      return LONG;
    } else if (type == double.class || type == Double.class) {
      return DOUBLE;
    } else if (type == String.class) {
      return STRING;
    } else if (type == Duration.class) {
      return DURATION;
    } else if (type == Path.class) {
      return PATH;
    } else if (type == URI.class) {
      return URI_REFERENCE;
    }
    return null;
  }

  private static BigInteger whole(String text, int bits) throws Mismatch {
    var match = WHOLE.matcher(text);
    if (!match.matches()) {
      throw new Mismatch(DECIMAL.matcher(text).matches() ? "no fraction" : "");
    }
    var magnitude =
        match.group(2) != null
            ? new BigInteger(match.group(2), 16)
            : new BigInteger(match.group(3));
    var value = match.group(1).equals("-") ? magnitude.negate() : magnitude;
    if (value.bitLength() > bits) {
      throw new Mismatch("it does not fit " + (bits + 1) + " bits");
    }
    return value;
  }
}
