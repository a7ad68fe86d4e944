package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.DriverException;

/// A link to an agent that is a list of tables: each holds until an object that it has given is
/// asked for again. The first one serves the opening of a device, each other one a poll; the last
/// one stays.
final class TableLink implements SnmpLink {
  /// What an agent knows at one moment.
  static final class Table {
    private final Map<OID, Variable> values = new HashMap<>();
    private final Map<OID, DriverException> failures = new HashMap<>();

    Table with(OID object, Variable value) {
      values.put(object, value);
      return this;
    }

    /// The row of a zone, as the sensor codes it.
    Table row(int zone, int vehicleClass, int... columns) {
      List<OID> objects = SampleRow.objects(zone, vehicleClass);
      for (int i = 0; i < objects.size(); i++) {
        with(objects.get(i), new Integer32(columns[i]));
      }
      return this;
    }

    /// A request for this object fails.
    Table failing(OID object, DriverException failure) {
      failures.put(object, failure);
      return this;
    }
  }

  private final List<Table> tables;
  private final Set<OID> given = new HashSet<>();
  private final List<List<OID>> requests = new ArrayList<>();
  private int current;

  TableLink(Table... tables) {
    this.tables = List.of(tables);
  }

  /// From a file: tables are separated by `---`; a line is `<oid> <type> <value>` or `zone <n>
  /// class <n> <volume> <occupancy> <speed> <status> <sequence>`.
  static TableLink read(Path file) throws IOException {
    var tables = new ArrayList<Table>();
    tables.add(new Table());
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split(" +", -1);
      if (line.equals("---")) {
        tables.add(new Table());
      } else if (words[0].equals("zone")) {
        tables
            .getLast()
            .row(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[3]),
                Arrays.stream(words, 4, 9).mapToInt(Integer::parseInt).toArray());
      } else {
        String text = line.strip().substring(words[0].length() + words[1].length() + 2);
        tables.getLast().with(new OID(words[0]), value(words[1], text));
      }
    }
    return new TableLink(tables.toArray(Table[]::new));
  }

  private static Variable value(String type, String text) {
    return switch (type) {
      case "INTEGER" -> new Integer32(Integer.parseInt(text));
      case "Gauge32" -> new Gauge32(Long.parseLong(text));
      case "Counter32" -> new Counter32(Long.parseLong(text));
      case "TimeTicks" -> new TimeTicks(Long.parseLong(text));
      case "STRING" -> new OctetString(text);
      default -> throw new IllegalArgumentException("type: " + type);
    };
  }

  /// What was asked for so far, one list per request.
  List<List<OID>> requests() {
    return requests;
  }

  @Override
  public List<Variable> get(List<OID> objects) throws DriverException {
    requests.add(objects);
    if (objects.stream().anyMatch(given::contains) && current < tables.size() - 1) {
      current++;
      given.clear();
    }
    given.addAll(objects);
    Table table = tables.get(current);
    for (OID object : objects) {
      DriverException failure = table.failures.get(object);
      if (failure != null) {
        throw failure;
      }
    }
    return objects.stream()
        .map(object -> table.values.getOrDefault(object, Null.noSuchInstance))
        .toList();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "snmp test";
  }
}
