package vn.binhduong.gateway.management.objects;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.ClockState;

/// Where the managed objects get what they say of the gateway; filled by the composition root.
///
/// Every method gives a picture of now, is thread-safe and never waits for a device or a network.
/// What is not known is empty.
public interface ManagedValues {
  /// This unit.
  ThisGateway unit();

  /// The configured devices, in the order of the configuration.
  List<Device> devices();

  /// The configured links, in the order of the configuration.
  List<Link> links();

  /// Store, ledger and uplink.
  Buffer buffer();

  /// The clock.
  Clock clock();

  /// The configuration that runs.
  Configuration configuration();

  /// The configuration that was asked for last, and what became of it.
  Configuration desired();

  /// Asks for another configuration, which is put on trial.
  ///
  /// @param yaml all of it
  /// @return why it is refused; empty when it is taken
  Optional<String> desire(String yaml);

  /// The broker of the uplink.
  Broker broker();

  /// Asks for another broker, as [#desire] does for a whole configuration.
  ///
  /// @return why it is refused; empty when it is taken
  Optional<String> desireBroker(String uri);

  /// The driver packs of the program, in the order of their names.
  List<Pack> packs();

  /// Closes a device with its link and opens both anew.
  ///
  /// @return why it is not possible
  Optional<String> restart(String device);

  /// The update of the program; empty where it is not installed in slots.
  Optional<Firmware> firmware();

  /// The newest events of the gateway stream, oldest first.
  ///
  /// @param max how many at most
  List<LoggedEvent> events(int max);

  /// The newest lines of the program's log, oldest first; bounded. Empty when nothing is kept.
  List<String> log();

  /// This unit.
  ///
  /// @param id its identity towards the IOC
  /// @param version version of the program
  /// @param place where it stands, as configured or measured
  /// @param uptime how long the process has been running
  record ThisGateway(String id, String version, Optional<Place> place, Duration uptime) {}

  /// A place, WGS 84.
  ///
  /// @param latitude degrees north, -90 to 90
  /// @param longitude degrees east, -180 to 180
  /// @param measured when a receiver measured it; empty for a configured place, and while the clock
  ///   is not set
  record Place(double latitude, double longitude, Optional<Instant> measured) {
    public Place {
      if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
        throw new IllegalArgumentException(
            "place: expected a latitude of -90..90 and a longitude of -180..180, found %s, %s"
                .formatted(latitude, longitude));
      }
    }
  }

  /// Health of a component.
  ///
  /// @param state the state it is in
  /// @param age how long it has been in that state
  /// @param message why, for people; may be empty
  record Health(HealthState state, Duration age, String message) {
    /// Whether what it says can be relied on.
    boolean serves() {
      return switch (state) {
        case OK, DEGRADED -> true;
        case STARTING, UNAVAILABLE, MISCONFIGURED, STUCK, CLOSED -> false;
      };
    }
  }

  /// One configured device.
  ///
  /// @param id its id
  /// @param driver kind of its driver
  /// @param link the link it is on; empty when it needs none
  /// @param health its state
  /// @param identity maker, model, serial and version, as far as the instrument tells; may be empty
  /// @param period time between polls; empty when it speaks by itself or is not open yet
  /// @param counts what was counted of it
  /// @param lastNumber number of its last sample in the store; 0 before the first
  /// @param acknowledged highest number acknowledged with no hole below it; 0 when none is
  /// @param channels what it can measure; empty until it was open for the first time
  record Device(
      String id,
      String driver,
      Optional<String> link,
      Health health,
      String identity,
      Optional<Duration> period,
      Counts counts,
      long lastNumber,
      long acknowledged,
      List<Channel> channels) {
    public Device {
      channels = List.copyOf(channels);
    }
  }

  /// What was counted of a device since the start.
  ///
  /// @param polls attempts to read it
  /// @param failures attempts that failed
  /// @param missed scheduled attempts that were skipped
  /// @param samples samples it gave
  record Counts(long polls, long failures, long missed, long samples) {}

  /// One configured link.
  ///
  /// @param name its name
  /// @param type its kind
  /// @param health its state; empty when nothing was said of it yet
  /// @param devices ids of the devices on it
  record Link(String name, String type, Optional<Health> health, List<String> devices) {
    public Link {
      devices = List.copyOf(devices);
    }
  }

  /// Store, ledger and uplink.
  ///
  /// @param epoch identity of the store
  /// @param store figures of the store
  /// @param waiting figures of what is not delivered
  /// @param uplink figures of the way to the IOC
  record Buffer(String epoch, Disk store, Waiting waiting, Uplink uplink) {}

  /// Figures of the store.
  ///
  /// @param bytes all its files
  /// @param budgetBytes what they may take
  /// @param segments files of the log
  /// @param entries committed since the start
  /// @param queueBytes waiting for the next commit
  /// @param commitInterval samples are durable at least this often
  /// @param longestCommit since the start
  /// @param overruns entries refused by the full queue, ever
  /// @param trouble what hinders it; empty when nothing does
  record Disk(
      long bytes,
      long budgetBytes,
      long segments,
      long entries,
      long queueBytes,
      Duration commitInterval,
      Duration longestCommit,
      long overruns,
      String trouble) {}

  /// What is not delivered.
  ///
  /// @param entries neither acknowledged nor given up
  /// @param oldest when the oldest was measured
  /// @param drain until they are gone, estimated
  /// @param hindrance why that is not known; empty when it is
  /// @param givenUp numbers in gap records
  /// @param streams streams of the store
  record Waiting(
      long entries,
      Optional<Instant> oldest,
      Optional<Duration> drain,
      String hindrance,
      long givenUp,
      long streams) {}

  /// The way to the IOC.
  ///
  /// @param state where it stands with the broker
  /// @param online how long the connection has been up
  /// @param trouble why there is none, or what hinders it; empty when it is well
  /// @param inFlight messages sent and not acknowledged
  /// @param acknowledged samples and events acknowledged since the start
  /// @param bytesSent since the start
  /// @param connects connections made since the start
  /// @param refusals messages refused since the start
  /// @param quarantined samples given up since the start
  record Uplink(
      String state,
      Optional<Duration> online,
      String trouble,
      long inFlight,
      long acknowledged,
      long bytesSent,
      long connects,
      long refusals,
      long quarantined) {}

  /// The clock.
  ///
  /// @param state how the time is known
  /// @param source what says so
  /// @param now the time as the gateway has it
  /// @param errorMillis how far it may be off by drift; empty when nothing can be said
  /// @param boot id of the boot
  record Clock(
      ClockState state, String source, Instant now, OptionalLong errorMillis, String boot) {
    /// Whether times may be told as such.
    boolean known() {
      return state != ClockState.UNSYNCED;
    }
  }

  /// A configuration: the one that runs, or the one that was asked for last.
  ///
  /// @param text its text; empty when it cannot be told, or none was asked for
  /// @param written when it was written; empty when that is not known
  /// @param description which one it is, and what became of it
  record Configuration(Optional<String> text, Optional<Instant> written, String description) {}

  /// How the uplink connects.
  ///
  /// @param uri of the broker, as configured
  /// @param clientId of the connection
  /// @param keepAlive of the connection
  /// @param username of the connection; empty for none
  /// @param encrypted whether it is over TLS
  record Broker(
      String uri,
      String clientId,
      Duration keepAlive,
      Optional<String> username,
      boolean encrypted) {}

  /// A pack of drivers.
  ///
  /// @param name its name
  /// @param version its version; empty when it does not tell
  /// @param used whether a configured device or link is of it
  record Pack(String name, String version, boolean used) {}

  /// An update of the program, as one moment sees it, and what can be done about it. States and
  /// results are numbered as in the object Firmware Update.
  interface Firmware {
    /// 0 idle, 1 downloading, 2 downloaded, 3 updating.
    int state();

    /// How the last one ended, 0 to 11.
    int result();

    /// The address the package comes from; empty when it was brought as a file.
    String uri();

    /// Version of the package; empty before it is known.
    String version();

    /// Begins to fetch. An address that cannot be fetched from ends the update at once with its
    /// result.
    ///
    /// @return why it is not possible now; empty when it was begun, or ended
    Optional<String> fetch(String uri);

    /// Asks the supervisor to switch.
    ///
    /// @return why it is not possible now
    Optional<String> update();

    /// Calls the update off.
    ///
    /// @return why it is not possible now
    Optional<String> cancel();

    /// Calls the update off without a result.
    ///
    /// @return why it is not possible now
    Optional<String> reset();
  }

  /// An event of the gateway stream.
  ///
  /// @param number its number in the stream
  /// @param at when it happened
  /// @param kind its kind, as the contract names it
  /// @param json its content, a JSON object
  record LoggedEvent(long number, Instant at, String kind, String json) {}
}
