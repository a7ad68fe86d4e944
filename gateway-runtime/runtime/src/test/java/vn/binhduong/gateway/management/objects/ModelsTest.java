package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.transform.stream.StreamSource;
import org.eclipse.leshan.core.LwM2m.LwM2mVersion;
import org.eclipse.leshan.core.model.DefaultDDFFileValidator;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The models are what a server believes, so they and the tables must say the same.
class ModelsTest {
  static final List<Integer> OURS = Models.OURS;

  static Stream<ObjectTable<?>> tables() {
    return GatewayObjects.tables().stream();
  }

  private static ObjectModel model(int object) {
    ObjectModel model = Servers.MODEL.getObjectModel(object);
    assertThat(model).as("model of object " + object).isNotNull();
    return model;
  }

  // A server with a strict loader must take our files; the schema is that of OMA.
  @ParameterizedTest
  @FieldSource("OURS")
  void everyFileFollowsTheSchemaAndTheRulesOfModels(int object) throws Exception {
    try (InputStream in = Models.class.getResourceAsStream(Models.file(object))) {
      new DefaultDDFFileValidator(LwM2mVersion.V1_1).validate(new StreamSource(in));
    }
    try (InputStream in = Models.class.getResourceAsStream(Models.file(object))) {
      List<ObjectModel> models = ObjectLoader.loadDdfFile(in, Models.file(object), true);
      assertThat(models).extracting(model -> model.id).containsExactly(object);
    }
  }

  // Nobody else can say what our own resources mean.
  @ParameterizedTest
  @FieldSource("OURS")
  void everyResourceOfAFileIsExplained(int object) {
    assertThat(model(object).description).isNotBlank();
    assertThat(model(object).resources.values())
        .allSatisfy(resource -> assertThat(resource.description).isNotBlank());
  }

  // A resource of a model that no table names would silently not exist.
  @ParameterizedTest
  @MethodSource("tables")
  void everyResourceOfTheModelIsServedOrLeftOutOnPurpose(ObjectTable<?> table) {
    Map<Integer, String> declared = new TreeMap<>();
    Map<Integer, String> modelled = new TreeMap<>();
    ObjectModel model = model(table.object());
    for (Resource<?> resource : table.resources()) {
      ResourceModel of = model.resources.get(resource.id());
      declared.put(
          resource.id(),
          switch (resource) {
            case Resource.Valued<?> r -> r.type().name();
            case Resource.Executable<?> e -> "E";
            case Resource.Absent<?> a -> of == null ? "unknown" : kind(of);
          });
    }
    model.resources.forEach((id, resource) -> modelled.put(id, kind(resource)));
    assertThat(declared).isEqualTo(modelled);
  }

  private static String kind(ResourceModel resource) {
    return resource.operations.isExecutable() ? "E" : resource.type.name();
  }

  // Reading something the model does not let be read would be refused by Leshan before we see it.
  @ParameterizedTest
  @MethodSource("tables")
  void whatIsServedCanBeReadByTheModel(ObjectTable<?> table) {
    assertThat(table.resources())
        .filteredOn(Resource.Valued.class::isInstance)
        .allSatisfy(
            resource -> {
              var operations =
                  Objects.requireNonNull(model(table.object()).resources.get(resource.id()))
                      .operations;
              boolean written =
                  resource instanceof Resource.Valued<?> valued && valued.write() != null;
              assertThat(operations.isReadable() || (written && operations.isWritable()))
                  .as("object %d resource %d", table.object(), resource.id())
                  .isTrue();
            });
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everythingHasASource(ObjectTable<?> table) {
    assertThat(table.about()).isNotBlank();
    assertThat(table.resources())
        .allSatisfy(resource -> assertThat(resource.source()).isNotBlank());
  }
}
