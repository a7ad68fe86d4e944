package vn.binhduong.gateway.management.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mMultipleResource;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mResourceInstance;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;
import org.jspecify.annotations.Nullable;

/// An instance of an object, served from its [ObjectTable]. A resource without a value is not
/// there: reading it answers 4.04, discovering leaves it out, reading the instance skips it.
///
/// Every answer is made from one picture of the subject. Thread-safe as far as the table's
/// functions are.
final class TableInstance<S> extends BaseInstanceEnabler {
  private final ObjectTable<S> table;
  private final Supplier<@Nullable S> subject;

  /// What observers were told last; touched by [#look] alone.
  private Map<Integer, Object> told = Map.of();

  /// @param subject the picture of now; null when what the instance was about is gone
  TableInstance(int id, ObjectTable<S> table, Supplier<@Nullable S> subject) {
    super(id);
    this.table = table;
    this.subject = subject;
  }

  @Override
  public ReadResponse read(LwM2mServer server) {
    S now = subject.get();
    if (now == null) {
      return ReadResponse.notFound();
    }
    List<LwM2mResource> values = new ArrayList<>();
    for (Resource<S> resource : table.resources()) {
      LwM2mResource value = value(resource, now);
      if (value != null) {
        values.add(value);
      }
    }
    return ReadResponse.success(new LwM2mObjectInstance(getId(), values));
  }

  @Override
  public ReadResponse read(LwM2mServer server, int resourceId) {
    S now = subject.get();
    Resource<S> resource = table.find(resourceId);
    LwM2mResource value = now == null || resource == null ? null : value(resource, now);
    return value == null ? ReadResponse.notFound() : ReadResponse.success(value);
  }

  private static <S> @Nullable LwM2mResource value(Resource<S> resource, S now) {
    if (!(resource instanceof Resource.Valued<S> readable)) {
      return null;
    }
    Object value = readable.read().apply(now);
    if (value instanceof Map<?, ?> map) {
      Map<Integer, Object> instances = new HashMap<>();
      map.forEach((number, each) -> instances.put((Integer) number, each));
      return instances.isEmpty()
          ? null
          : LwM2mMultipleResource.newResource(readable.id(), instances, readable.type());
    }
    return value == null
        ? null
        : LwM2mSingleResource.newResource(readable.id(), value, readable.type());
  }

  /// Writes all or nothing: one resource that cannot be written refuses the whole.
  @Override
  public WriteResponse write(LwM2mServer server, boolean replace, LwM2mObjectInstance value) {
    for (int resourceId : value.getResources().keySet()) {
      if (writer(resourceId) == null) {
        return WriteResponse.methodNotAllowed();
      }
    }
    for (LwM2mResource resource : value.getResources().values()) {
      WriteResponse response = write(server, replace, resource.getId(), resource);
      if (!response.isSuccess()) {
        return response;
      }
    }
    return WriteResponse.success();
  }

  @Override
  public WriteResponse write(
      LwM2mServer server, boolean replace, int resourceId, LwM2mResource value) {
    Resource.Writer<S> writer = writer(resourceId);
    if (writer == null) {
      return WriteResponse.methodNotAllowed();
    }
    S now = subject.get();
    if (now == null) {
      return WriteResponse.notFound();
    }
    boolean several = isMultiple(resourceId);
    if (value.isMultiInstances() != several) {
      return WriteResponse.badRequest(
          "resource %d: expected %s".formatted(resourceId, several ? "instances" : "one value"));
    }
    return write(writer, now, resourceId, several ? values(value) : value.getValue());
  }

  private boolean isMultiple(int resourceId) {
    ResourceModel resource = getModel().resources.get(resourceId);
    return resource != null && resource.multiple;
  }

  private static Map<Integer, Object> values(LwM2mResource value) {
    Map<Integer, Object> values = new HashMap<>();
    value.getInstances().forEach((number, instance) -> values.put(number, instance.getValue()));
    return values;
  }

  private WriteResponse write(Resource.Writer<S> writer, S subject, int resourceId, Object value) {
    String mistake = writer.write(subject, value);
    if (mistake != null) {
      return WriteResponse.badRequest("resource %d: %s".formatted(resourceId, mistake));
    }
    fireResourceChange(resourceId);
    return WriteResponse.success();
  }

  @Override
  public WriteResponse write(
      LwM2mServer server,
      boolean replace,
      int resourceId,
      int resourceInstanceId,
      LwM2mResourceInstance value) {
    Resource.Writer<S> writer = writer(resourceId);
    if (writer == null) {
      return WriteResponse.methodNotAllowed();
    }
    S now = subject.get();
    return now == null
        ? WriteResponse.notFound()
        : write(writer, now, resourceId, Map.of(resourceInstanceId, value.getValue()));
  }

  private Resource.@Nullable Writer<S> writer(int resourceId) {
    return table.find(resourceId) instanceof Resource.Valued<S> readable ? readable.write() : null;
  }

  @Override
  public ExecuteResponse execute(LwM2mServer server, int resourceId, Arguments arguments) {
    if (!(table.find(resourceId) instanceof Resource.Executable<S> executable)) {
      return ExecuteResponse.methodNotAllowed();
    }
    S now = subject.get();
    if (now == null) {
      return ExecuteResponse.notFound();
    }
    String refused = executable.action().apply(now);
    return refused == null
        ? ExecuteResponse.success()
        : new ExecuteResponse(ResponseCode.METHOD_NOT_ALLOWED, refused);
  }

  /// What is there now: values, and what can be executed.
  @Override
  public List<Integer> getAvailableResourceIds(ObjectModel model) {
    S now = subject.get();
    List<Integer> ids = new ArrayList<>();
    for (Resource<S> resource : table.resources()) {
      boolean there =
          switch (resource) {
            case Resource.Valued<S> r -> now != null && value(r, now) != null;
            case Resource.Executable<S> e -> now != null;
            case Resource.Absent<S> a -> false;
          };
      if (there) {
        ids.add(resource.id());
      }
    }
    return ids;
  }

  /// Tells observers what has changed since the last look. One thread at a time.
  void look() {
    S now = subject.get();
    Map<Integer, Object> values = new HashMap<>();
    if (now != null) {
      for (Resource<S> resource : table.resources()) {
        if (resource instanceof Resource.Valued<S> r && r.notifies()) {
          Object value = r.read().apply(now);
          if (value != null) {
            values.put(r.id(), value);
          }
        }
      }
    }
    LwM2mPath[] changed =
        table.resources().stream()
            .map(Resource::id)
            .filter(id -> !Objects.deepEquals(told.get(id), values.get(id)))
            .map(this::getResourcePath)
            .toArray(LwM2mPath[]::new);
    told = values;
    if (changed.length > 0) {
      fireResourcesChange(changed);
    }
  }
}
