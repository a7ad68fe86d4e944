package vn.binhduong.gateway.ioc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import vn.binhduong.gateway.contract.Ranges.Range;

/// An append-only file of everything that arrived, one JSON object a line, from which a restarted
/// consumer continues and from which the verifier judges.
///
/// A line is written whole with one call; a last line without its line end (the machine went down
/// while it was written) is cut off when the file is opened again, since it was never acknowledged.
/// Thread-safe.
public final class Recording implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;

  private Recording(FileChannel file) {
    this.file = file;
  }

  /// Opens a recording for appending; makes it if it is not there.
  public static Recording append(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    file.truncate(wholeLinesBytes(file));
    file.position(file.size());
    return new Recording(file);
  }

  private static long wholeLinesBytes(FileChannel file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = file.size(); end > 0; end--) {
      one.clear();
      file.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /// Appends one arrival.
  public void write(Arrival arrival) throws IOException {
    byte[] line =
        (JSON.writeValueAsString(toJson(arrival)) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (file) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  /// Makes everything written so far survive a power cut.
  public void force() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// Reads a recording; one that is not there is empty.
  ///
  /// @throws IOException naming the line that is not an arrival
  public static List<Arrival> read(Path path) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        try {
          arrivals.add(fromJson(JSON.readTree(line)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
          if (reader.readLine() == null) {
            break; // the last line, cut off
          }
          throw new IOException("%s:%d: %s".formatted(path, number, e.getMessage()), e);
        }
      }
    } catch (NoSuchFileException e) {
      return arrivals;
    }
    return arrivals;
  }

  private static ObjectNode toJson(Arrival arrival) {
    ObjectNode node = JSON.createObjectNode();
    node.put("k", kind(arrival));
    node.put("gw", arrival.stream().gateway());
    node.put("ep", arrival.stream().epoch().toString());
    node.put("dev", arrival.stream().device());
    switch (arrival) {
      case Arrival.Row row -> {
        node.put("s", row.number()).put("t", row.timeMillis()).put("clk", row.clock());
        node.put("h", row.history() ? 1 : 0);
        new TreeMap<>(row.values()).forEach(node.putObject("v")::put);
        if (!row.quality().isEmpty()) {
          new TreeMap<>(row.quality()).forEach(node.putObject("q")::put);
        }
      }
      case Arrival.Event event ->
          node.put("s", event.number())
              .put("t", event.timeMillis())
              .put("kind", event.kind())
              .put("json", event.json());
      case Arrival.Gap gap ->
          node.put("from", gap.range().from()).put("to", gap.range().to()).put("why", gap.why());
      case Arrival.Ledger ledger -> {
        node.put("first", ledger.first()).put("last", ledger.last()).put("acked", ledger.acked());
        node.put("overruns", ledger.overruns());
        ArrayNode dropped = node.putArray("dropped");
        ledger.dropped().forEach(r -> dropped.addArray().add(r.from()).add(r.to()));
      }
    }
    return node.put("at", arrival.receivedMillis());
  }

  private static String kind(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Row row -> "row";
      case Arrival.Event event -> "event";
      case Arrival.Gap gap -> "gap";
      case Arrival.Ledger ledger -> "ledger";
    };
  }

  private static Arrival fromJson(JsonNode node) {
    StreamKey stream =
        new StreamKey(text(node, "gw"), UUID.fromString(text(node, "ep")), text(node, "dev"));
    long at = number(node, "at");
    return switch (text(node, "k")) {
      case "row" -> {
        Map<String, Double> values = new HashMap<>();
        node.path("v").properties().forEach(v -> values.put(v.getKey(), v.getValue().asDouble()));
        Map<String, String> quality = new HashMap<>();
        node.path("q").properties().forEach(q -> quality.put(q.getKey(), q.getValue().asText()));
        yield new Arrival.Row(
            stream,
            number(node, "s"),
            number(node, "t"),
            text(node, "clk"),
            number(node, "h") == 1,
            values,
            quality,
            at);
      }
      case "event" ->
          new Arrival.Event(
              stream,
              number(node, "s"),
              number(node, "t"),
              text(node, "kind"),
              text(node, "json"),
              at);
      case "gap" ->
          new Arrival.Gap(
              stream, new Range(number(node, "from"), number(node, "to")), text(node, "why"), at);
      case "ledger" -> {
        List<Range> dropped = new ArrayList<>();
        node.path("dropped")
            .forEach(r -> dropped.add(new Range(r.path(0).asLong(), r.path(1).asLong())));
        yield new Arrival.Ledger(
            stream,
            number(node, "first"),
            number(node, "last"),
            number(node, "acked"),
            dropped,
            number(node, "overruns"),
            at);
      }
      default ->
          throw new IllegalArgumentException(
              "k: expected row, event, gap or ledger, found " + node.path("k"));
    };
  }

  private static String text(JsonNode node, String key) {
    if (!node.path(key).isTextual()) {
      throw new IllegalArgumentException(key + ": expected a text, found " + node.path(key));
    }
    return node.path(key).textValue();
  }

  private static long number(JsonNode node, String key) {
    if (!node.path(key).isIntegralNumber()) {
      throw new IllegalArgumentException(
          key + ": expected a whole number, found " + node.path(key));
    }
    return node.path(key).longValue();
  }
}
