package vn.binhduong.gateway.management.objects;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.request.BootstrapDeleteRequest;
import org.eclipse.leshan.core.request.BootstrapWriteRequest;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.CreateRequest;
import org.eclipse.leshan.core.request.DeleteRequest;
import org.eclipse.leshan.core.response.BootstrapDeleteResponse;
import org.eclipse.leshan.core.response.BootstrapWriteResponse;
import org.eclipse.leshan.core.response.CreateResponse;
import org.eclipse.leshan.core.response.DeleteResponse;
import org.jspecify.annotations.Nullable;

/// An object whose instances come and go with what they are about. A server can neither create nor
/// delete one, nor can a bootstrap server: deleting everything leaves what tells of the machine.
final class TableObject<S> extends ObjectEnabler {
  private final ObjectTable<S> table;

  /// What each instance is about; changed by [#show] alone.
  private final Map<Integer, String> names = new ConcurrentHashMap<>();

  TableObject(ObjectModel model, ObjectTable<S> table) {
    super(model.id, model, new HashMap<>(), (object, id, taken) -> refuse(), ContentFormat.DEFAULT);
    if (model.id != table.object()) {
      throw new IllegalArgumentException(
          "object %d: expected its own model, found that of %d"
              .formatted(table.object(), model.id));
    }
    this.table = table;
  }

  private static TableInstance<?> refuse() {
    throw new UnsupportedOperationException("instances are not made by servers");
  }

  /// Makes exactly these instances be there. One thread at a time.
  ///
  /// @param wanted the name of what each instance is about, by id
  /// @param subject the picture of a name; null when it is gone
  void show(Map<Integer, String> wanted, Function<String, @Nullable S> subject) {
    Set<Integer> stale = new HashSet<>();
    names.forEach(
        (id, name) -> {
          if (!name.equals(wanted.get(id))) {
            stale.add(id);
          }
        });
    for (int id : stale) {
      names.remove(id);
      removeInstance(id);
    }
    wanted.forEach(
        (id, name) -> {
          if (names.putIfAbsent(id, name) == null) {
            var instance = new TableInstance<>(id, table, () -> subject.apply(name));
            instance.setModel(getObjectModel());
            addInstance(id, instance);
          }
        });
  }

  /// The instance that is about something of this name; empty when there is none now. From any
  /// thread.
  OptionalInt instanceOf(String name) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  /// Tells observers what has changed. One thread at a time.
  void look() {
    for (int id : getAvailableInstanceIds()) {
      if (getInstance(id) instanceof TableInstance<?> instance) {
        instance.look();
      }
    }
  }

  @Override
  protected CreateResponse doCreate(LwM2mServer server, CreateRequest request) {
    return CreateResponse.methodNotAllowed();
  }

  @Override
  protected DeleteResponse doDelete(LwM2mServer server, DeleteRequest request) {
    return DeleteResponse.methodNotAllowed();
  }

  @Override
  protected BootstrapWriteResponse doWrite(LwM2mServer server, BootstrapWriteRequest request) {
    return BootstrapWriteResponse.badRequest(
        "object %d tells of the machine and is not written".formatted(getId()));
  }

  @Override
  public BootstrapDeleteResponse doDelete(LwM2mServer server, BootstrapDeleteRequest request) {
    return BootstrapDeleteResponse.success();
  }
}
