package vn.binhduong.gateway.settings;

import vn.binhduong.gateway.driver.Option;

/// What is expected at a key, in words: for mistakes and for the reference table.
final class Words {
  private Words() {}

  static String of(Shape shape, Option option) {
    return switch (shape) {
      case Shape.Value value -> of(value.type(), option);
      case Shape.Choice choice -> "one of " + String.join(", ", choice.names());
      case Shape.ListOf list -> list(option);
      case Shape.MapOf map -> map(option);
      case Shape.Group group when !option.profiles().isEmpty() ->
          "the name of a profile, or the profile itself";
      case Shape.Group group -> "keys: " + String.join(", ", group.keys());
      case Shape.Isolated isolated -> "keys: " + String.join(", ", isolated.group().keys());
      case Shape.Chosen chosen -> "the settings of that " + chosen.sibling();
    };
  }

  static String of(ScalarType type, Option option) {
    return switch (type) {
      case INT, LONG, DOUBLE -> type.words() + range(option, "", "");
      case DURATION ->
          range(option, "", "").isEmpty() ? type.words() : "a duration" + range(option, "", "");
      case STRING ->
          type.words()
              + (option.pattern().isEmpty() ? "" : " matching " + option.pattern())
              + range(option, " of", " characters");
      case BOOLEAN, PATH, URI_REFERENCE -> type.words();
    };
  }

  static String list(Option option) {
    return "a list" + range(option, " of", " elements");
  }

  static String map(Option option) {
    return "a mapping" + range(option, " of", " keys");
  }

  private static String range(Option option, String before, String after) {
    boolean min = !option.min().isEmpty();
    boolean max = !option.max().isEmpty();
    if (min && max) {
      String words = before.isEmpty() ? " from " : before + " ";
      return words + option.min() + " to " + option.max() + after;
    } else if (min) {
      return before + " at least " + option.min() + after;
    }
    return max ? before + " at most " + option.max() + after : "";
  }
}
