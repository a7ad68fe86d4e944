package vn.binhduong.gateway.management;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;

/// Object 3, Device (OMA LwM2M 1.1 §E.4; its "memory" is the room for data and software). What the
/// unit does not know is not there. Whether it may be rebooted or reset is for [SystemActions] to
/// say.
final class DeviceObject extends BaseInstanceEnabler {
  private static final int MANUFACTURER = 0;
  private static final int MODEL = 1;
  private static final int SERIAL = 2;
  private static final int FIRMWARE = 3;
  private static final int REBOOT = 4;
  private static final int FACTORY_RESET = 5;
  private static final int STORAGE_FREE = 10;
  private static final int ERRORS = 11;
  private static final int TIME = 13;
  private static final int UTC_OFFSET = 14;
  private static final int TIME_ZONE = 15;
  private static final int BINDINGS = 16;
  private static final int DEVICE_TYPE = 17;
  private static final int SOFTWARE = 19;
  private static final int STORAGE_TOTAL = 21;

  /// Kilobytes of 1000 bytes, as the object counts.
  private static final long KILO = 1000;

  private final ManagedUnit unit;
  private final SystemActions actions;

  /// What observers were told last; touched by [#look] alone.
  private Map<Integer, Long> told = Map.of();

  DeviceObject(ManagedUnit unit, SystemActions actions) {
    this.unit = unit;
    this.actions = actions;
  }

  @Override
  public ReadResponse read(LwM2mServer server, int resource) {
    return switch (resource) {
      case MANUFACTURER -> text(resource, unit.manufacturer());
      case MODEL -> text(resource, unit.model());
      case SERIAL -> text(resource, unit.serial());
      case FIRMWARE -> ReadResponse.success(resource, unit.version());
      case STORAGE_FREE -> number(resource, unit.storage().map(s -> s.freeBytes() / KILO));
      case STORAGE_TOTAL -> number(resource, unit.storage().map(s -> s.totalBytes() / KILO));
      case ERRORS -> ReadResponse.success(resource, errors(), ResourceModel.Type.INTEGER);
      case TIME ->
          ReadResponse.success(resource, Date.from(unit.now().truncatedTo(ChronoUnit.SECONDS)));
      case UTC_OFFSET -> ReadResponse.success(resource, offset());
      case TIME_ZONE -> ReadResponse.success(resource, unit.zone().getId());
      case BINDINGS -> ReadResponse.success(resource, "U");
      case DEVICE_TYPE -> ReadResponse.success(resource, "edge gateway");
      case SOFTWARE -> text(resource, unit.system());
      default -> ReadResponse.notFound();
    };
  }

  private static ReadResponse text(int resource, Optional<String> value) {
    return value
        .map(known -> ReadResponse.success(resource, known))
        .orElseGet(ReadResponse::notFound);
  }

  private static ReadResponse number(int resource, Optional<Long> value) {
    return value
        .map(known -> ReadResponse.success(resource, (long) known))
        .orElseGet(ReadResponse::notFound);
  }

  /// Tells observers when the error codes have changed since the last look. One thread at a time.
  void look() {
    Map<Integer, Long> now = errors();
    if (!now.equals(told)) {
      told = now;
      fireResourceChange(ERRORS);
    }
  }

  /// The paths of the error codes of now: in a Send each instance of a resource has its own.
  List<String> errorPaths() {
    return errors().keySet().stream().sorted().map("/3/0/11/%d"::formatted).toList();
  }

  /// Code 0 alone when nothing is wrong.
  private Map<Integer, Long> errors() {
    Map<Integer, Long> codes = new HashMap<>();
    for (ManagedUnit.Fault fault : unit.faults()) {
      codes.put(codes.size(), (long) fault.code());
    }
    return codes.isEmpty() ? Map.of(0, 0L) : codes;
  }

  /// ISO 8601, such as `+07:00`.
  private String offset() {
    ZoneOffset offset = unit.zone().getRules().getOffset(unit.now());
    return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
  }

  @Override
  public ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
    return switch (resource) {
      case REBOOT -> answer(actions.reboot());
      case FACTORY_RESET -> answer(actions.factoryReset());
      default -> super.execute(server, resource, arguments);
    };
  }

  private static ExecuteResponse answer(Optional<String> refused) {
    return refused
        .map(why -> new ExecuteResponse(ResponseCode.METHOD_NOT_ALLOWED, why))
        .orElseGet(ExecuteResponse::success);
  }

  @Override
  public List<Integer> getAvailableResourceIds(ObjectModel model) {
    List<Integer> ids =
        new ArrayList<>(
            List.of(
                FIRMWARE,
                REBOOT,
                FACTORY_RESET,
                ERRORS,
                TIME,
                UTC_OFFSET,
                TIME_ZONE,
                BINDINGS,
                DEVICE_TYPE));
    unit.manufacturer().ifPresent(known -> ids.add(MANUFACTURER));
    unit.model().ifPresent(known -> ids.add(MODEL));
    unit.serial().ifPresent(known -> ids.add(SERIAL));
    unit.system().ifPresent(known -> ids.add(SOFTWARE));
    unit.storage()
        .ifPresent(
            known -> {
              ids.add(STORAGE_FREE);
              ids.add(STORAGE_TOTAL);
            });
    ids.sort(null);
    return ids;
  }
}
