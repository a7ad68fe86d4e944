package vn.binhduong.gateway.proof.wedge;

import java.util.List;
import vn.binhduong.gateway.ioc.verify.Verdict;

/// What came of one case.
///
/// @param name of the case
/// @param connections the gateway made while it was wrong
/// @param sendsMax how often the message that was sent most often was sent
/// @param inFlightMax most messages in flight at once
/// @param threadsMax most threads of the MQTT client at once
/// @param backMillis how long after the trouble everything had arrived; -1 for never
/// @param samples that arrived
/// @param verdict of the verifier
/// @param wrong everything that was not as promised
record Outcome(
    String name,
    int connections,
    int sendsMax,
    int inFlightMax,
    int threadsMax,
    long backMillis,
    long samples,
    Verdict verdict,
    List<String> wrong) {
  static final String HEAD =
      "%-50s %5s %6s %7s %7s %8s %8s  %s"
          .formatted(
              "trouble", "conn.", "sends", "flight", "threads", "back ms", "samples", "account");

  String line() {
    return "%-50s %5d %6d %7d %7d %8d %8d  %s"
        .formatted(
            name,
            connections,
            sendsMax,
            inFlightMax,
            threadsMax,
            backMillis,
            samples,
            wrong.isEmpty() ? "closed" : "WRONG");
  }
}
