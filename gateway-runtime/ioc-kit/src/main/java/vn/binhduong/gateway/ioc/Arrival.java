package vn.binhduong.gateway.ioc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.contract.Ranges.Range;

/// One thing that a gateway told the IOC and that counts for the account of a stream, in the order
/// of arrival. A message with twenty samples is twenty arrivals.
public sealed interface Arrival {
  /// The stream it belongs to.
  StreamKey stream();

  /// When it arrived, milliseconds since 1970 by the consumer's clock.
  long receivedMillis();

  /// An arrival that has a number of its own in its stream.
  sealed interface Numbered extends Arrival {
    /// Number in the stream, from 1.
    long number();
  }

  /// A numbered sample of a device.
  ///
  /// @param number number of the sample in its stream, from 1
  /// @param timeMillis time of measurement, milliseconds since 1970
  /// @param clock clock state of the gateway: SYNCED, ESTIMATED or UNSYNCED
  /// @param history whether it came on the history lane (backlog or replay)
  /// @param values usable readings by channel, in the unit of the channel
  /// @param quality quality code by channel, for every reading that is not GOOD; a channel found
  ///   only here has no usable value
  record Row(
      StreamKey stream,
      long number,
      long timeMillis,
      String clock,
      boolean history,
      Map<String, Double> values,
      Map<String, String> quality,
      long receivedMillis)
      implements Numbered {
    public Row {
      requireNumber(number);
      values = Map.copyOf(new TreeMap<>(values));
      quality = Map.copyOf(new TreeMap<>(quality));
    }
  }

  /// A numbered event of the gateway stream.
  ///
  /// @param number number of the event in its stream, from 1
  /// @param timeMillis when it happened, milliseconds since 1970
  /// @param kind kind as the contract names it, such as `gap`
  /// @param json the content as a JSON object
  record Event(
      StreamKey stream, long number, long timeMillis, String kind, String json, long receivedMillis)
      implements Numbered {
    public Event {
      requireNumber(number);
    }
  }

  /// A gap record: numbers that will never come, and why. It is delivered inside an event; this is
  /// its effect on the stream it speaks of.
  ///
  /// @param range the numbers
  /// @param why `lost`, `overrun`, `thinned`, `dropped` or `quarantined`
  record Gap(StreamKey stream, Range range, String why, long receivedMillis) implements Arrival {}

  /// The gateway's own account of a stream.
  ///
  /// @param first least number that can still be replayed
  /// @param last last number given, 0 if none yet
  /// @param acked all numbers up to this one are acknowledged
  /// @param dropped numbers that will not come; merged, so it may hold some that did
  /// @param overruns samples refused before they were given a number
  record Ledger(
      StreamKey stream,
      long first,
      long last,
      long acked,
      List<Range> dropped,
      long overruns,
      long receivedMillis)
      implements Arrival {
    public Ledger {
      dropped = List.copyOf(dropped);
    }
  }

  private static void requireNumber(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("number: expected 1 or more, found " + number);
    }
  }
}
