package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.SNMP4JSettings;
import org.snmp4j.Snmp;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.DefaultCounterListener;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// An SNMP agent in the process, on loopback: v2c with one community, v3 with one user (SHA-256,
/// AES-128), which it lets in with authentication and encryption alone.
final class Agent implements CommandResponder, AutoCloseable {
  static final String COMMUNITY = "c0mmunity-of-the-test";
  static final String USER = "gateway";
  static final String AUTH_PASSWORD = "auth-pass-of-the-test";
  static final String PRIV_PASSWORD = "priv-pass-of-the-test";

  private static final byte[] GARBAGE = HexFormat.of().parseHex("30820FFF020101FFFF00DEADBEEF");

  private final int port = LoopbackPort.free();
  private final Map<OID, Supplier<Variable>> objects = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile DeviceState state = DeviceState.GONE;
  private volatile int errorStatus = PDU.noError;
  private volatile boolean forgetful;
  private @Nullable Snmp snmp;

  Agent() throws IOException {
    // As net-snmp: tells a user that it does not know that it does not know him.
    SNMP4JSettings.setReportSecurityLevelStrategy(
        SNMP4JSettings.ReportSecurityLevelStrategy.noAuthNoPrivIfNeeded);
    start("agent-1", 1);
  }

  /// Serves an object.
  Agent with(String oid, Variable value) {
    return with(oid, () -> value);
  }

  /// Serves an object whose value is asked for with each request.
  Agent with(String oid, Supplier<Variable> value) {
    objects.put(new OID(oid), value);
    return this;
  }

  /// Answers every request with this error from now on.
  void fail(int errorStatus) {
    this.errorStatus = errorStatus;
  }

  /// Leaves the last object of a request out of the answer from now on.
  void forgetful() {
    forgetful = true;
  }

  /// Requests that came so far, other than those that security refused.
  int requests() {
    return requests.get();
  }

  /// Starts, or starts again as another process would.
  void start(String engine, int boots) throws IOException {
    stop();
    var counters = new CounterSupport();
    counters.addCounterListener(new DefaultCounterListener());
    var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
    for (AuthProtocol auth : AuthProtocol.values()) {
      protocols.addAuthenticationProtocol(auth.protocol());
    }
    for (PrivProtocol priv : PrivProtocol.values()) {
      protocols.addPrivacyProtocol(priv.protocol());
    }
    OctetString id = new OctetString(MPv3.createLocalEngineID(new OctetString(engine)));
    USM usm = new USM(protocols, id, boots, counters);
    usm.addUser(
        new UsmUser(
            new OctetString(USER),
            AuthProtocol.SHA_256.protocol().getID(),
            new OctetString(AUTH_PASSWORD),
            PrivProtocol.AES_128.protocol().getID(),
            new OctetString(PRIV_PASSWORD)));
    usm.addUser(new UsmUser(new OctetString("nobody"), null, null, null, null));
    var dispatcher = new MessageDispatcherImpl();
    dispatcher.addMessageProcessingModel(new MPv2c());
    dispatcher.addMessageProcessingModel(
        new MPv3(
            id.getValue(),
            null,
            protocols,
            SecurityModels.getCollection(new SecurityModel[] {usm}),
            counters));
    var started =
        new Snmp(
            dispatcher,
            new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getLoopbackAddress(), port)));
    started.addCommandResponder(this);
    started.listen();
    snmp = started;
    state = DeviceState.ANSWERING;
  }

  void set(DeviceState wanted) {
    try {
      if (wanted == DeviceState.GONE) {
        stop();
      } else if (state == DeviceState.GONE) {
        start("agent-1", 1);
      }
      state = wanted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Settings of a link to it, with v2c.
  SnmpLinkSettings v2c(Duration timeout, int retries) {
    return v2c(COMMUNITY, timeout, retries);
  }

  SnmpLinkSettings v2c(String community, Duration timeout, int retries) {
    return new SnmpLinkSettings(
        "127.0.0.1",
        port,
        SnmpVersion.V2C,
        community,
        null,
        Security.AUTH_PRIV,
        AuthProtocol.SHA_256,
        null,
        PrivProtocol.AES_128,
        null,
        null,
        timeout,
        retries);
  }

  /// Settings of a link to it, with v3.
  SnmpLinkSettings v3(
      String user,
      Security level,
      @Nullable String authPassword,
      @Nullable String privPassword,
      int retries) {
    return new SnmpLinkSettings(
        "127.0.0.1",
        port,
        SnmpVersion.V3,
        null,
        user,
        level,
        AuthProtocol.SHA_256,
        authPassword,
        PrivProtocol.AES_128,
        privPassword,
        null,
        Duration.ofMillis(500),
        retries);
  }

  SnmpLinkSettings v3() {
    return v3(USER, Security.AUTH_PRIV, AUTH_PASSWORD, PRIV_PASSWORD, 1);
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    event.setProcessed(true);
    boolean known =
        event.getMessageProcessingModel() == MPv2c.ID
            ? new OctetString(event.getSecurityName()).equals(new OctetString(COMMUNITY))
            : event.getSecurityLevel() == SecurityLevel.AUTH_PRIV
                || new OctetString(event.getSecurityName()).equals(new OctetString("nobody"));
    if (!known) {
      return;
    }
    requests.incrementAndGet();
    try {
      switch (state) {
        case ANSWERING -> answer(event);
        case GARBAGE ->
            event
                .getTransportMapping()
                .sendMessage(event.getPeerAddress(), GARBAGE, event.getTmStateReference(), 0, 0);
        case HANGING, GONE, DRIPPING -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <A extends Address> void answer(CommandResponderEvent<A> event) throws MessageException {
    PDU answer = (PDU) event.getPDU().clone();
    answer.setType(PDU.RESPONSE);
    answer.setErrorStatus(errorStatus);
    answer.setErrorIndex(errorStatus == PDU.noError ? 0 : 1);
    for (VariableBinding binding : answer.getVariableBindings()) {
      Supplier<Variable> value = objects.get(binding.getOid());
      binding.setVariable(value == null ? Null.noSuchInstance : value.get());
    }
    if (forgetful) {
      answer.remove(answer.size() - 1);
    }
    event
        .getMessageDispatcher()
        .returnResponsePdu(
            event.getMessageProcessingModel(),
            event.getSecurityModel(),
            event.getSecurityName(),
            event.getSecurityLevel(),
            answer,
            event.getMaxSizeResponsePDU(),
            event.getStateReference(),
            new StatusInformation());
  }

  private void stop() throws IOException {
    Snmp running = snmp;
    snmp = null;
    state = DeviceState.GONE;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
