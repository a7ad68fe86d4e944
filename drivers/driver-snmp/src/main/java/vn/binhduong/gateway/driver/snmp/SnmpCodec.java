package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Target;
import org.snmp4j.TransportStateReference;
import org.snmp4j.UserTarget;
import org.snmp4j.event.AuthenticationFailureEvent;
import org.snmp4j.event.AuthenticationFailureListener;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.PduHandle;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;

/// Makes GET messages for one agent and reads its answers: bytes in, bytes out, no socket and no
/// thread.
///
/// The message models of SNMP4J do the work; of SNMPv3 they keep what is known of the agent's
/// engine (its id, boots and time), and a new codec knows nothing of it. Nothing in it is shared
/// with another link. Used by one thread.
final class SnmpCodec implements CommandResponder, AuthenticationFailureListener {
  /// Bytes of our own engine id after its prefix; it only has to differ from that of the agent.
  private static final int ENGINE_ID_BYTES = 8;

  /// Datagrams without an answer in them that one codec reads at most, apart from those that come
  /// within one last request.
  static final int STRANGERS_MAX = 100;

  /// One request that was made.
  static final class Request {
    private final PduHandle handle;
    private final byte[] bytes;

    private Request(PduHandle handle, byte[] bytes) {
      this.handle = handle;
      this.bytes = bytes;
    }

    /// The message, to be sent and not to be changed.
    byte[] bytes() {
      return bytes;
    }
  }

  private final SnmpLinkSettings settings;
  private final UdpAddress agent;
  private final Outbox outbox = new Outbox();
  private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
  private final @Nullable MPv3 mpv3;
  private @Nullable CommandResponderEvent<?> decoded;
  private int strangers;
  private int refusal = SnmpConstants.SNMP_ERROR_SUCCESS;

  SnmpCodec(SnmpLinkSettings settings) {
    this.settings = settings;
    // Only a key in tables of this codec: the socket knows where the agent really is.
    this.agent = new UdpAddress(InetAddress.getLoopbackAddress(), settings.port());
    dispatcher.addCommandResponder(this);
    dispatcher.addAuthenticationFailureListener(this);
    if (settings.version() == SnmpVersion.V2C) {
      mpv3 = null;
      dispatcher.addMessageProcessingModel(new MPv2c());
    } else {
      USM usm = usm(settings);
      mpv3 =
          new MPv3(
              usm.getLocalEngineID().getValue(),
              null,
              protocols(settings),
              SecurityModels.getCollection(new SecurityModel[] {usm}),
              new CounterSupport());
      dispatcher.addMessageProcessingModel(mpv3);
    }
  }

  private static USM usm(SnmpLinkSettings settings) {
    byte[] id = new byte[ENGINE_ID_BYTES];
    ThreadLocalRandom.current().nextBytes(id);
    USM usm =
        new USM(
            protocols(settings),
            new OctetString(MPv3.createLocalEngineID(new OctetString(id))),
            0,
            new CounterSupport());
    Security level = settings.securityLevel();
    usm.addUser(
        new UsmUser(
            new OctetString(settings.user()),
            level.authenticates() ? settings.authProtocol().protocol().getID() : null,
            level.authenticates() ? password(settings.authPassword()) : null,
            level.encrypts() ? settings.privProtocol().protocol().getID() : null,
            level.encrypts() ? password(settings.privPassword()) : null));
    return usm;
  }

  private static OctetString password(@Nullable String password) {
    return new OctetString(Objects.requireNonNull(password, "checked by the settings"));
  }

  private static SecurityProtocols protocols(SnmpLinkSettings settings) {
    var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
    protocols.addAuthenticationProtocol(settings.authProtocol().protocol());
    protocols.addPrivacyProtocol(settings.privProtocol().protocol());
    return protocols;
  }

  /// A GET for these objects. Where the engine of the agent is not known yet, it is a question for
  /// the engine instead, without any object.
  ///
  /// @throws IOException when the message cannot be made, such as a key the protocol refuses
  Request get(List<OID> objects) throws IOException {
    PDU pdu = mpv3 == null ? new PDU() : scoped();
    pdu.setType(PDU.GET);
    objects.forEach(object -> pdu.add(new VariableBinding(object)));
    try {
      PduHandle handle = dispatcher.sendPdu(outbox, target(), pdu, true, null);
      return new Request(handle, outbox.take());
    } catch (MessageException e) {
      throw new IOException("cannot make the message: " + e.getMessage(), e);
    }
  }

  /// Reads a datagram.
  ///
  /// @return what it answers to this request (a RESPONSE or a REPORT), or null when it is none,
  ///   [#refusal()] then says where security refused it
  @Nullable PDU answer(Request request, byte[] datagram) {
    PDU answer = decode(request, datagram);
    if (answer == null) {
      strangers++;
    }
    return answer;
  }

  private @Nullable PDU decode(Request request, byte[] datagram) {
    decoded = null;
    dispatcher.processMessage(
        outbox,
        agent,
        ByteBuffer.wrap(datagram),
        new TransportStateReference(
            outbox, agent, null, SecurityLevel.undefined, SecurityLevel.undefined, false, null));
    CommandResponderEvent<?> event = decoded;
    if (event == null || !request.handle.equals(event.getPduHandle())) {
      return null;
    }
    PDU pdu = event.getPDU();
    boolean kind = pdu.getType() == PDU.RESPONSE || (mpv3 != null && pdu.getType() == PDU.REPORT);
    boolean mine =
        mpv3 != null
            || new OctetString(event.getSecurityName())
                .equals(new OctetString(settings.community()));
    return kind && mine ? pdu : null;
  }

  /// Why security refused datagrams since the last call, in words; empty when it refused none.
  String refusal() {
    int status = refusal;
    refusal = SnmpConstants.SNMP_ERROR_SUCCESS;
    return status == SnmpConstants.SNMP_ERROR_SUCCESS
        ? ""
        : "%s (%d)".formatted(SnmpConstants.mpErrorMessage(status), status);
  }

  /// Whether the engine of the agent is known; always with v2c.
  boolean knowsEngine() {
    return mpv3 == null || mpv3.getEngineID(agent) != null;
  }

  /// Whether it has read so much that was no answer that another one must take its place: of each
  /// sender that calls itself another engine SNMP4J keeps a key and a time.
  boolean worn() {
    return strangers >= STRANGERS_MAX;
  }

  /// Forgets a request, answered or not.
  void release(Request request) {
    dispatcher.releaseStateReference(mpv3 == null ? MPv2c.ID : MPv3.ID, request.handle);
  }

  private ScopedPDU scoped() {
    var pdu = new ScopedPDU();
    if (settings.context() != null) {
      pdu.setContextName(new OctetString(settings.context()));
    }
    return pdu;
  }

  private Target<UdpAddress> target() {
    Target<UdpAddress> target =
        mpv3 == null
            ? new CommunityTarget<>(agent, new OctetString(settings.community()))
            : new UserTarget<>(
                agent,
                new OctetString(settings.user()),
                new byte[0],
                settings.securityLevel().level());
    target.setVersion(mpv3 == null ? SnmpConstants.version2c : SnmpConstants.version3);
    return target;
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    event.setProcessed(true);
    decoded = event;
  }

  @Override
  public <A extends Address> void authenticationFailure(AuthenticationFailureEvent<A> event) {
    refusal = event.getError();
  }
}
