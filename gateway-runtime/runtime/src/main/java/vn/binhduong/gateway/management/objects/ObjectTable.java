package vn.binhduong.gateway.management.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One LwM2M object as this gateway serves it: every resource of its model with where it comes
/// from, or why it is not there.
///
/// @param object its id; the model of that id says the rest
/// @param about what its instances stand for, in one sentence for people
/// @param resources each resource of the model once
/// @param <S> what an instance is about; a picture of one moment
record ObjectTable<S>(int object, String about, List<Resource<S>> resources) {
  ObjectTable {
    resources = List.copyOf(resources);
    Map<Integer, Long> times =
        resources.stream().collect(Collectors.groupingBy(Resource::id, Collectors.counting()));
    times.forEach(
        (id, count) -> {
          if (count != 1) {
            throw new IllegalArgumentException(
                "object %d: resource %d is declared %d times".formatted(object, id, count));
          }
        });
  }

  @SafeVarargs
  static <S> ObjectTable<S> of(int object, String about, Resource<S>... resources) {
    List<Resource<S>> rows = new ArrayList<>();
    for (Resource<S> row : resources) {
      rows.add(row);
    }
    return new ObjectTable<>(object, about, rows);
  }

  @Nullable Resource<S> find(int id) {
    for (Resource<S> resource : resources) {
      if (resource.id() == id) {
        return resource;
      }
    }
    return null;
  }

  /// The same with one more row.
  ObjectTable<S> with(Resource<S> more) {
    return with(List.of(more));
  }

  /// The same with more rows.
  ObjectTable<S> with(List<Resource<S>> more) {
    return new ObjectTable<>(
        object, about, Stream.concat(resources.stream(), more.stream()).toList());
  }

  /// The same, saying of more resources that the gateway does not have them.
  ObjectTable<S> without(String why, int... ids) {
    return with(
        Arrays.stream(ids).<Resource<S>>mapToObj(id -> new Resource.Absent<>(id, why)).toList());
  }
}
