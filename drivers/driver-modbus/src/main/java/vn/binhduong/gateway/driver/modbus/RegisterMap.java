package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// What a Modbus device is: its registers and what they mean. Written as YAML, one file per model.
///
/// @param maker of the device
/// @param model of the device
/// @param doc one sentence for people
/// @param source where the registers are documented
/// @param function function code of every register that names none, 1 to 4
/// @param order byte order of every value that names none
/// @param addressBase the address that the datasheet gives to the first register; the wire counts
///   from 0
/// @param maxGap how many unused registers may be read along to save a request
/// @param maxCount most registers one request may read, 1 to 125
/// @param requestGap silence the device needs between two requests of one poll
/// @param explicitChannels whether each device must name its channels, because the model is sold
///   with different sensors and absent ones answer with a plausible number
/// @param options in what units of this model differ
/// @param registers what can be read
public record RegisterMap(
    @Option(doc = "Maker of the device.", example = "Renke", max = "64") String maker,
    @Option(doc = "Model of the device.", example = "RS-FSJT-N01", max = "64") String model,
    @Option(doc = "One sentence for people.", optional = true, max = "500") @Nullable String doc,
    @Option(
            doc = "Where the registers are documented: datasheet, title and version.",
            optional = true,
            max = "500")
        @Nullable String source,
    @Option(
            doc =
                "Function code: 1 coils, 2 discrete inputs, 3 holding registers, 4 input"
                    + " registers.",
            fallback = "3",
            min = "1",
            max = "4")
        int function,
    @Option(
            doc = "Order of the bytes of a value, for a 32-bit value whose first byte is A.",
            fallback = "abcd")
        WordOrder order,
    @Option(
            doc = "The address the datasheet gives to the first register; the wire counts from 0.",
            fallback = "0",
            min = "0",
            max = "400001")
        int addressBase,
    @Option(
            doc = "How many unused registers may be read along to save a request.",
            fallback = "0",
            min = "0",
            max = "124")
        int maxGap,
    @Option(doc = "Most registers one request may read.", fallback = "125", min = "1", max = "125")
        int maxCount,
    @Option(
            doc = "Silence the device needs between two requests of one poll.",
            fallback = "0s",
            min = "0s",
            max = "5s")
        Duration requestGap,
    @Option(
            doc =
                "Whether each device must list its channels, because absent sensors of this model"
                    + " answer with a plausible number.",
            fallback = "false")
        boolean explicitChannels,
    @Option(doc = "In what units of this model differ; a device chooses in its settings.")
        Map<String, MapOption> options,
    @Option(doc = "What can be read.", min = "1", max = "256") List<Register> registers) {

  public RegisterMap {
    options = Map.copyOf(options);
    registers = List.copyOf(registers);
    var wrong = new ArrayList<String>();
    if (function < 1 || function > 4) {
      wrong.add("function: expected 1 to 4, found " + function);
    }
    if (maxCount < 1 || maxCount > 125) {
      wrong.add("max-count: expected 1 to 125, found " + maxCount);
    }
    if (maxGap < 0 || maxGap > 124) {
      wrong.add("max-gap: expected 0 to 124, found " + maxGap);
    }
    if (registers.isEmpty()) {
      wrong.add("registers: expected at least one, found none");
    }
    var names = new HashSet<String>();
    for (Register register : registers) {
      if (!names.add(register.channel())) {
        wrong.add("registers: two registers have the channel '" + register.channel() + "'");
      }
    }
    if (wrong.isEmpty()) {
      wrong.addAll(misplaced(registers, function, addressBase, maxCount));
    }
    for (var option : new TreeMap<>(options).entrySet()) {
      wrong.addAll(misfits(option.getKey(), option.getValue(), registers));
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "register map of %s %s: %s".formatted(maker, model, String.join("; ", wrong)));
    }
  }

  /// How a register is read.
  ReadFunction functionOf(Register register) {
    return functionOf(register, function);
  }

  /// The registers of one device, by the order of the map.
  ///
  /// @param channels the channels it has; empty: all of the map
  /// @param chosen its choice for each option, by name
  /// @throws IllegalArgumentException when a channel or choice is not of this map, or one is
  ///   missing
  List<Register> registersFor(List<String> channels, Map<String, String> chosen) {
    var wrong = new ArrayList<String>();
    var known = new TreeSet<String>();
    registers.forEach(register -> known.add(register.channel()));
    for (String channel : new TreeSet<>(channels)) {
      if (!known.contains(channel)) {
        wrong.add("channels: %s is none of %s".formatted(channel, known));
      }
    }
    if (new HashSet<>(channels).size() != channels.size()) {
      wrong.add("channels: one is named twice in " + channels);
    }
    if (channels.isEmpty() && explicitChannels) {
      wrong.add(
          "channels: list those this unit really has (an absent sensor of %s %s answers with a"
                  .formatted(maker, model)
              + " plausible number), of "
              + known);
    }
    for (String name : new TreeSet<>(chosen.keySet())) {
      if (!options.containsKey(name)) {
        wrong.add("options: %s is none of %s".formatted(name, new TreeSet<>(options.keySet())));
      }
    }
    var changes = new HashMap<String, List<Choice>>();
    for (var option : new TreeMap<>(options).entrySet()) {
      List<String> concerned = option.getValue().channels();
      if (!channels.isEmpty() && concerned.stream().noneMatch(channels::contains)) {
        continue;
      }
      try {
        Choice choice = option.getValue().choice(option.getKey(), chosen.get(option.getKey()));
        concerned.forEach(
            channel -> changes.computeIfAbsent(channel, c -> new ArrayList<>()).add(choice));
      } catch (IllegalArgumentException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
    }
    var result = new ArrayList<Register>();
    if (wrong.isEmpty()) {
      for (Register register : registers) {
        if (channels.isEmpty() || channels.contains(register.channel())) {
          Register changed = register;
          for (Choice choice : changes.getOrDefault(register.channel(), List.of())) {
            changed = changed.with(choice);
          }
          result.add(changed);
        }
      }
      wrong.addAll(misplaced(result, function, addressBase, maxCount));
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
    return List.copyOf(result);
  }

  private static ReadFunction functionOf(Register register, int fallback) {
    Integer own = register.function();
    return ReadFunction.of(own != null ? own : fallback);
  }

  /// Registers that do not fit the wire, their function, one request, or each other.
  private static List<String> misplaced(
      List<Register> registers, int function, int addressBase, int maxCount) {
    var wrong = new ArrayList<String>();
    for (Register register : registers) {
      int wire = register.address() - addressBase;
      if (wire < 0 || wire + register.length() > 0x10000) {
        wrong.add(
            "register of '%s': address %d with address-base %d is %d on the wire, expected 0 to %d"
                .formatted(
                    register.channel(),
                    register.address(),
                    addressBase,
                    wire,
                    0x10000 - register.length()));
      }
      boolean bits = functionOf(register, function).bits();
      if (bits != (register.type() == RegisterType.BIT)) {
        wrong.add(
            "register of '%s': %s reads %s, found type %s"
                .formatted(
                    register.channel(),
                    functionOf(register, function),
                    bits ? "bits" : "16-bit registers",
                    register.type().name().toLowerCase(java.util.Locale.ROOT)));
      }
      if (register.length() > maxCount) {
        wrong.add(
            "register of '%s': takes %d registers, but max-count is %d"
                .formatted(register.channel(), register.length(), maxCount));
      }
    }
    var sorted = new ArrayList<>(registers);
    sorted.sort(
        Comparator.comparing((Register r) -> functionOf(r, function))
            .thenComparingInt(Register::address));
    for (int i = 1; i < sorted.size(); i++) {
      Register before = sorted.get(i - 1);
      Register after = sorted.get(i);
      boolean sameFunction = functionOf(before, function) == functionOf(after, function);
      boolean bitsOfOne =
          before.bit() != null && after.bit() != null && !before.bit().equals(after.bit());
      if (sameFunction && after.address() < before.address() + before.length() && !bitsOfOne) {
        wrong.add(
            "registers of '%s' (%s) and '%s' (%s) overlap"
                .formatted(before.channel(), span(before), after.channel(), span(after)));
      }
    }
    return wrong;
  }

  private static List<String> misfits(String name, MapOption option, List<Register> registers) {
    var wrong = new ArrayList<String>();
    for (String channel : option.channels()) {
      Register register =
          registers.stream().filter(r -> r.channel().equals(channel)).findFirst().orElse(null);
      if (register == null) {
        wrong.add("option %s: no register has the channel '%s'".formatted(name, channel));
        continue;
      }
      for (var choice : new TreeMap<>(option.choices()).entrySet()) {
        try {
          register.with(choice.getValue());
        } catch (IllegalArgumentException e) {
          wrong.add("option %s, choice %s: %s".formatted(name, choice.getKey(), e.getMessage()));
        }
      }
    }
    return wrong;
  }

  private static String span(Register register) {
    int last = register.address() + register.length() - 1;
    return last == register.address() ? "" + last : register.address() + ".." + last;
  }
}
