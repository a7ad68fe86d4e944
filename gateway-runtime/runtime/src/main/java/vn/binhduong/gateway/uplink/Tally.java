package vn.binhduong.gateway.uplink;

/// Counters of the uplink since its start. For the uplink thread.
final class Tally {
  long messagesSent;
  long messagesAcked;
  long samplesAcked;
  long bytesSent;
  long unheard;
  long refusals;
  long quarantined;
  long attempts;
  long connects;
  long commands;
  long commandsRefused;
}
