package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// SNMP over UDP, one request at a time, on the thread that calls.
///
/// Invariants: at most one socket; each request has a number of its own, so an answer that comes
/// late is known and thrown away; after a request without an answer the socket and what was known
/// of the agent's engine are dropped and made anew, so that neither a new address of ours nor an
/// agent that began to count its boots anew needs a restart.
final class UdpSnmpLink implements SnmpLink {
  /// Most messages for one answer of SNMPv3: asking for the engine of the agent, one with the wrong
  /// time, and the one that counts.
  static final int MESSAGES_MAX = 3;

  /// Bytes of a datagram that are shown.
  private static final int SHOWN_BYTES_MAX = 16;

  private final SnmpLinkSettings settings;
  private final String name;
  private final UdpSocket socket;
  private SnmpCodec codec;

  UdpSnmpLink(SnmpLinkSettings settings, String name) throws DriverException {
    this.settings = settings;
    this.name = name;
    this.socket = new UdpSocket(settings.host(), settings.port());
    try {
      this.codec = new SnmpCodec(settings);
    } catch (RuntimeException e) {
      throw new DriverException(Kind.MISCONFIGURED, this + ": SNMP4J refuses the settings", e);
    }
  }

  @Override
  public List<Variable> get(List<OID> objects) throws DriverException, InterruptedException {
    if (objects.isEmpty() || objects.size() > OBJECTS_MAX) {
      throw new IllegalArgumentException(
          "objects: expected 1 to %d, found %d".formatted(OBJECTS_MAX, objects.size()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var silence = new Silence();
    for (int attempt = 0; attempt <= settings.retries() && !socket.closed(); attempt++) {
      PDU answer = null;
      try {
        answer = exchange(objects, silence);
      } catch (IOException e) {
        silence.failed(e);
      } finally {
        if (answer == null) {
          socket.disconnect();
        }
        if (answer == null || codec.worn()) {
          codec = new SnmpCodec(settings);
        }
      }
      if (answer != null) {
        return values(objects, answer);
      }
    }
    throw silence.exception(objects);
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return "snmp %s (%s:%d, %s)"
        .formatted(name, settings.host(), settings.port(), settings.access());
  }

  /// Asks once, with SNMPv3 in as many messages as it takes; null when no answer came in time.
  private @Nullable PDU exchange(List<OID> objects, Silence silence)
      throws IOException, DriverException, InterruptedException {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    PDU answer = null;
    for (int messages = 0; messages < MESSAGES_MAX; messages++) {
      boolean engineKnown = codec.knowsEngine();
      SnmpCodec.Request request = codec.get(objects);
      try {
        socket.send(request.bytes());
        answer = await(request, deadline, silence);
      } finally {
        codec.release(request);
      }
      if (answer == null) {
        silence.engineFound |= engineKnown;
        return null;
      }
      if (answer.getType() == PDU.RESPONSE) {
        return answer;
      }
      Report report = Report.of(answer);
      boolean again =
          report == Report.NOT_IN_TIME_WINDOW || (report == Report.UNKNOWN_ENGINE && !engineKnown);
      if (!again) {
        break;
      }
    }
    throw refused(objects, answer);
  }

  private @Nullable PDU await(SnmpCodec.Request request, long deadline, Silence silence)
      throws IOException, InterruptedException {
    while (true) {
      byte[] datagram = socket.receive(deadline);
      if (datagram == null) {
        return null;
      }
      PDU answer = codec.answer(request, datagram);
      if (answer != null) {
        return answer;
      }
      silence.heard(datagram, codec.refusal());
      if (System.nanoTime() > deadline) {
        // A peer that floods us with something else.
        return null;
      }
    }
  }

  private DriverException refused(List<OID> objects, @Nullable PDU answer) {
    Report report = answer == null ? null : Report.of(answer);
    return report == null
        ? failure(
            Kind.PROTOCOL,
            objects,
            "an unknown report: " + (answer == null ? "" : answer.getVariableBindings()),
            null)
        : failure(report.kind(), objects, report.words(), null);
  }

  private List<Variable> values(List<OID> objects, PDU answer) throws DriverException {
    int status = answer.getErrorStatus();
    if (status != PDU.noError) {
      int index = answer.getErrorIndex();
      String at = index >= 1 && index <= objects.size() ? " at " + objects.get(index - 1) : "";
      throw failure(
          status == PDU.authorizationError || status == PDU.noAccess
              ? Kind.MISCONFIGURED
              : Kind.PROTOCOL,
          objects,
          "error-status %d [%s]%s%s"
              .formatted(
                  status,
                  PDU.toErrorStatusText(status),
                  at,
                  status == PDU.tooBig ? ", ask for fewer objects at once" : ""),
          null);
    }
    var values = new ArrayList<Variable>(objects.size());
    for (VariableBinding binding : answer.getVariableBindings()) {
      int index = values.size();
      if (index >= objects.size() || !binding.getOid().equals(objects.get(index))) {
        throw failure(
            Kind.PROTOCOL, objects, "the answer is about other objects: " + binding.getOid(), null);
      }
      values.add(binding.getVariable());
    }
    if (values.size() != objects.size()) {
      throw failure(
          Kind.PROTOCOL,
          objects,
          "expected %d values, found %d".formatted(objects.size(), values.size()),
          null);
    }
    return values;
  }

  private DriverException failure(
      Kind kind, List<OID> objects, String what, @Nullable Throwable cause) {
    String asked =
        objects.size() == 1
            ? objects.getFirst().toString()
            : "%s and %d more".formatted(objects.getFirst(), objects.size() - 1);
    String message = "%s: GET %s: %s".formatted(this, asked, what);
    return cause == null
        ? new DriverException(kind, message)
        : new DriverException(kind, message, cause);
  }

  /// What there was instead of an answer.
  private final class Silence {
    private int datagrams;
    private String first = "";
    private String refusal = "";
    private boolean engineFound;
    private @Nullable IOException cause;

    void heard(byte[] datagram, String refused) {
      if (datagrams++ == 0) {
        first =
            HexFormat.ofDelimiter(" ")
                .withUpperCase()
                .formatHex(datagram, 0, Math.min(datagram.length, SHOWN_BYTES_MAX));
      }
      if (!refused.isEmpty()) {
        refusal = refused;
      }
    }

    void failed(IOException e) {
      cause = e;
    }

    DriverException exception(List<OID> objects) {
      if (socket.closed()) {
        return failure(Kind.UNAVAILABLE, objects, "closed", cause);
      }
      String none = "no answer within %d ms".formatted(settings.timeout().toMillis());
      if (!refusal.isEmpty()) {
        return failure(
            Kind.PROTOCOL, objects, none + " that security could accept: " + refusal, null);
      }
      if (datagrams > 0) {
        return failure(
            Kind.PROTOCOL,
            objects,
            "%s, but %d datagrams that are none to it, the first begins with %s"
                .formatted(none, datagrams, first),
            null);
      }
      if (cause instanceof PortUnreachableException) {
        return failure(Kind.UNAVAILABLE, objects, "nobody listens at this port", null);
      }
      if (cause != null) {
        String reason = cause.getMessage();
        return failure(
            Kind.UNAVAILABLE,
            objects,
            reason == null ? cause.getClass().getSimpleName() : reason,
            cause);
      }
      return failure(Kind.UNAVAILABLE, objects, none + hint(), null);
    }

    private String hint() {
      if (settings.version() == SnmpVersion.V2C) {
        return " (an agent is silent, too, where the community is wrong)";
      }
      return engineFound
          ? ", although the agent gave its engine id (it is silent, too, where priv-password or"
              + " priv-protocol is wrong)"
          : "";
    }
  }
}
