package vn.binhduong.gateway.driver.snmp;

import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// Why an agent did not take a message of SNMPv3: the counter that it reports (RFC 3414 §5, RFC
/// 3412 §5, RFC 3413 §3.2).
enum Report {
  UNSUPPORTED_SECURITY_LEVEL(
      SnmpConstants.usmStatsUnsupportedSecLevels,
      Kind.MISCONFIGURED,
      "the agent does not allow this user this security level"),
  NOT_IN_TIME_WINDOW(
      SnmpConstants.usmStatsNotInTimeWindows,
      Kind.PROTOCOL,
      "the agent takes our message for an old one (not in its time window), also after its clock"
          + " was read anew"),
  UNKNOWN_USER(
      SnmpConstants.usmStatsUnknownUserNames,
      Kind.MISCONFIGURED,
      "the agent does not know this user"),
  UNKNOWN_ENGINE(
      SnmpConstants.usmStatsUnknownEngineIDs,
      Kind.PROTOCOL,
      "the agent does not know the engine id that it gave itself"),
  WRONG_DIGEST(
      SnmpConstants.usmStatsWrongDigests,
      Kind.MISCONFIGURED,
      "wrong auth-password or auth-protocol (the agent found a wrong digest)"),
  DECRYPTION_ERROR(
      SnmpConstants.usmStatsDecryptionErrors,
      Kind.MISCONFIGURED,
      "wrong priv-password or priv-protocol (the agent cannot decrypt)"),
  UNKNOWN_SECURITY_MODEL(
      SnmpConstants.snmpUnknownSecurityModels,
      Kind.MISCONFIGURED,
      "the agent does not know the user-based security model"),
  UNAVAILABLE_CONTEXT(
      SnmpConstants.snmpUnavailableContexts,
      Kind.UNAVAILABLE,
      "the context is not available at the moment"),
  UNKNOWN_CONTEXT(
      SnmpConstants.snmpUnknownContexts,
      Kind.MISCONFIGURED,
      "the agent does not know this context");

  private final String counter;
  private final Kind kind;
  private final String words;

  Report(OID counter, Kind kind, String words) {
    this.counter = counter.toDottedString();
    this.kind = kind;
    this.words = words;
  }

  /// What a REPORT says, or null when it is none that RFC 3414 knows.
  static @Nullable Report of(PDU pdu) {
    if (pdu.size() != 1) {
      return null;
    }
    String reported = pdu.get(0).getOid().toDottedString();
    for (Report report : values()) {
      if (reported.equals(report.counter)) {
        return report;
      }
    }
    return null;
  }

  /// What the host should do about it.
  Kind kind() {
    return kind;
  }

  /// What is wrong, for people.
  String words() {
    return words;
  }
}
