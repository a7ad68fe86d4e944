package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.LwM2m.LwM2mVersion;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mDecoder;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mEncoder;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.CreateRequest;
import org.eclipse.leshan.core.request.DeleteRequest;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.ReadResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every object as a server sees it. The picture stands in `every-object.txt`, one resource a line.
class EveryObjectTest {
  private static final Path PICTURE =
      Path.of("src/test/resources/vn/binhduong/gateway/management/objects/every-object.txt");

  @TempDir Path directory;
  private FakeGateway gateway;

  @BeforeEach
  void everythingHasMeasured() {
    gateway = new FakeGateway(directory);
    gateway.measureAll();
    gateway.objects.look();
    Servers.execute(gateway, "/7/0/6");
    FakeGateway.write(
        directory.resolve("system"), "sys/class/net/eth0/statistics/rx_bytes", "2123456");
    FakeGateway.write(
        directory.resolve("system"), "sys/class/net/eth0/statistics/tx_bytes", "1054321");
  }

  private String picture() {
    var text = new StringBuilder();
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      for (LwM2mPath instance : Servers.instances(object)) {
        new TreeMap<>(object.getObjectModel().resources)
            .forEach((id, model) -> line(text, instance, model));
      }
    }
    return text.toString();
  }

  private void line(StringBuilder text, LwM2mPath instance, ResourceModel model) {
    String path = instance + "/" + model.id;
    if (!model.operations.isReadable()) {
      return;
    }
    Object value = Servers.value(gateway, path);
    if (!value.equals("NOT_FOUND")) {
      text.append(path).append(' ').append(model.name).append(" = ").append(shown(value));
      text.append('\n');
    }
  }

  private static String shown(Object value) {
    return switch (value) {
      case Date date -> date.toInstant().toString();
      case byte[] bytes -> "'" + new String(bytes, StandardCharsets.UTF_8).strip() + "'";
      case Map<?, ?> map -> {
        Map<Object, String> all = new TreeMap<>();
        map.forEach((id, each) -> all.put(id, shown(each)));
        yield all.toString();
      }
      default -> value.toString();
    };
  }

  // The whole of it, so that a wrong unit, factor or source is seen by whoever reads the file.
  @Test
  void theWholePictureIsAsWrittenDown() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(PICTURE.getParent());
      Files.writeString(PICTURE, picture());
    }
    assertThat(picture()).isEqualTo(Files.readString(PICTURE));
  }

  // A configured place has no time; one that was measured says when.
  @Test
  void aMeasuredPlaceSaysWhen() {
    assertThat(Servers.value(gateway, "/6/0/5")).isEqualTo("NOT_FOUND");
    Instant at = Instant.parse("2026-11-28T09:41:30Z");
    gateway.place = Optional.of(new ManagedValues.Place(10.99, 106.67, Optional.of(at)));
    gateway.objects.look();
    assertThat(Servers.value(gateway, "/6/0/0")).isEqualTo(10.99);
    assertThat(Servers.value(gateway, "/6/0/5")).isEqualTo(Date.from(at));
  }

  // A value of a wrong Java type is only seen by an encoder.
  @ParameterizedTest
  @ValueSource(ints = {11542, 110, 112}) // TLV, SenML JSON, SenML CBOR
  void everyResourceAndInstanceSurvivesTheWire(int formatCode) {
    ContentFormat format = ContentFormat.fromCode(formatCode);
    int resources = 0;
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      for (LwM2mPath instance : Servers.instances(object)) {
        LwM2mObjectInstance whole = (LwM2mObjectInstance) overTheWire(object, instance, format);
        for (LwM2mResource resource : whole.getResources().values()) {
          LwM2mPath path =
              new LwM2mPath(object.getId(), instance.getObjectInstanceId(), resource.getId());
          LwM2mNode one = overTheWire(object, path, format);
          assertThat(one).as("%s in %s", path, format).isEqualTo(resource);
          resources++;
        }
      }
    }
    assertThat(resources).isGreaterThan(150);
  }

  private static LwM2mNode overTheWire(
      LwM2mObjectEnabler object, LwM2mPath path, ContentFormat format) {
    ReadResponse response = object.read(Servers.SERVER, new ReadRequest(format, path, null));
    assertThat(response.getCode()).as(path.toString()).isEqualTo(ResponseCode.CONTENT);
    byte[] bytes =
        new DefaultLwM2mEncoder().encode(response.getContent(), format, path, Servers.MODEL);
    LwM2mNode decoded = new DefaultLwM2mDecoder().decode(bytes, format, path, Servers.MODEL);
    assertThat(decoded).as("%s in %s", path, format).isEqualTo(response.getContent());
    return decoded;
  }

  private static final Set<String> WRITABLE = Set.of("/7/0/8", "/18830/0/0", "/19/0/0");

  // Only what the gateway lets be written may be; the rest says Method Not Allowed.
  @Test
  void onlyTheCollectionPeriodAndTheConfigurationCanBeWritten() {
    int refused = 0;
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      ObjectModel model = object.getObjectModel();
      for (LwM2mPath instance : Servers.instances(object)) {
        for (ResourceModel resource : model.resources.values()) {
          String path = instance + "/" + resource.id;
          if (resource.operations.isExecutable() || WRITABLE.contains(path)) {
            continue;
          }
          WriteRequest request = write(instance, resource);
          assertThat(object.write(Servers.SERVER, request).getCode())
              .as(path)
              // The configuration that runs is the same resource of another instance.
              .isEqualTo(
                  path.equals("/19/1/0")
                      ? ResponseCode.BAD_REQUEST
                      : ResponseCode.METHOD_NOT_ALLOWED);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  private static WriteRequest write(LwM2mPath instance, ResourceModel resource) {
    int object = instance.getObjectId();
    int id = instance.getObjectInstanceId();
    Object value =
        switch (resource.type) {
          case STRING -> "x";
          case INTEGER -> 1L;
          case UNSIGNED_INTEGER -> org.eclipse.leshan.core.util.datatype.ULong.valueOf(1);
          case FLOAT -> 1.0;
          case BOOLEAN -> true;
          case OPAQUE -> new byte[] {1};
          case TIME -> Date.from(java.time.Instant.EPOCH);
          case OBJLNK -> new org.eclipse.leshan.core.node.ObjectLink(3, 0);
          case CORELINK, NONE -> throw new AssertionError("no such resource: " + resource);
        };
    LwM2mResource node =
        resource.multiple
            ? org.eclipse.leshan.core.node.LwM2mMultipleResource.newResource(
                resource.id, Map.of(0, value), resource.type)
            : org.eclipse.leshan.core.node.LwM2mSingleResource.newResource(
                resource.id, value, resource.type);
    return new WriteRequest(
        WriteRequest.Mode.REPLACE, ContentFormat.TLV, new LwM2mPath(object, id, resource.id), node);
  }

  @Test
  void aConfigurationIsAskedForPlainOrCompressed() {
    String longer = "# " + "x".repeat(Texts.PLAIN_BYTES_MAX);
    assertThat(desire("gateway: {}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(desire(Texts.packed(longer))).isEqualTo(ResponseCode.CHANGED);
    assertThat(gateway.desired).containsExactly("gateway: {}", longer);
    assertThat(Servers.value(gateway, "/19/0/4")).isEqualTo("yaml+gzip");
    assertThat(desire("wrong: 1".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(desire(new byte[] {(byte) 0xff, 0x00})).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(desire(new byte[] {0x1f, (byte) 0x8b, 8, 0})).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(desire(Texts.packed("x".repeat(Texts.UNPACKED_BYTES_MAX + 1))))
        .isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(gateway.desired).hasSize(2);
  }

  private ResponseCode desire(byte[] bytes) {
    return Servers.object(gateway, 19)
        .write(
            Servers.SERVER,
            new WriteRequest(
                WriteRequest.Mode.REPLACE,
                ContentFormat.TLV,
                19,
                0,
                0,
                Map.of(0, bytes),
                ResourceModel.Type.OPAQUE))
        .getCode();
  }

  // One resource that cannot be written must refuse the whole, or half of a request would hold.
  @Test
  void anInstanceIsWrittenAsAWholeOrNotAtAll() {
    var period = org.eclipse.leshan.core.node.LwM2mSingleResource.newIntegerResource(8, 60);
    var sent = org.eclipse.leshan.core.node.LwM2mSingleResource.newIntegerResource(2, 0);
    LwM2mObjectEnabler statistics = Servers.object(gateway, 7);
    assertThat(
            statistics
                .write(
                    Servers.SERVER,
                    new WriteRequest(
                        WriteRequest.Mode.UPDATE, ContentFormat.TLV, 7, 0, period, sent))
                .isSuccess())
        .isFalse();
    assertThat(Servers.value(gateway, "/7/0/8")).isEqualTo(0L);
    assertThat(
            statistics
                .write(
                    Servers.SERVER,
                    new WriteRequest(WriteRequest.Mode.UPDATE, ContentFormat.TLV, 7, 0, period))
                .getCode())
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(Servers.value(gateway, "/7/0/8")).isEqualTo(60L);
  }

  @Test
  void aPeriodOutOfRangeIsRefused() {
    assertThat(
            Servers.object(gateway, 7)
                .write(Servers.SERVER, new WriteRequest(7, 0, 8, -1L))
                .getCode())
        .isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(Servers.value(gateway, "/7/0/8")).isEqualTo(0L);
  }

  // What is executable by the model and not here must not look as if it had been done.
  @Test
  void everythingExecutableIsDoneOrRefused() {
    Map<String, String> answers = new TreeMap<>();
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      for (LwM2mPath instance : Servers.instances(object)) {
        for (ResourceModel resource : object.getObjectModel().resources.values()) {
          if (resource.operations.isExecutable()) {
            String path = instance + "/" + resource.id;
            answers.put(
                path, object.execute(Servers.SERVER, new ExecuteRequest(path)).getCode().getName());
          }
        }
      }
    }
    assertThat(answers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("/16/0/1", "METHOD_NOT_ALLOWED"),
                Map.entry("/20/0/4011", "METHOD_NOT_ALLOWED"),
                Map.entry("/20/0/4012", "METHOD_NOT_ALLOWED"),
                Map.entry("/33003/0/16", "CHANGED"),
                Map.entry("/33003/1/16", "CHANGED"),
                Map.entry("/33003/2/16", "CHANGED"),
                Map.entry("/33003/3/16", "CHANGED"),
                // Packs come with the program.
                Map.entry("/9/0/4", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/0/6", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/0/10", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/0/11", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/1/4", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/1/6", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/1/10", "METHOD_NOT_ALLOWED"),
                Map.entry("/9/1/11", "METHOD_NOT_ALLOWED"),
                Map.entry("/3303/0/5605", "CHANGED"),
                Map.entry("/3304/0/5605", "CHANGED"),
                Map.entry("/3315/0/5605", "CHANGED"),
                Map.entry("/3324/0/5605", "CHANGED"),
                Map.entry("/3432/0/2", "CHANGED"),
                Map.entry("/3433/0/8", "CHANGED"),
                Map.entry("/3445/0/5", "METHOD_NOT_ALLOWED"),
                Map.entry("/3446/0/2", "CHANGED"),
                Map.entry("/3449/0/5605", "CHANGED"),
                Map.entry("/7/0/6", "CHANGED"),
                Map.entry("/7/0/7", "CHANGED")));
  }

  // Instances tell of the machine: a server must not be able to make one up or take one away.
  @Test
  void instancesAreNeitherCreatedNorDeletedByAServer() {
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      int id = object.getId();
      var before = object.getAvailableInstanceIds();
      assertThat(
              object
                  .create(
                      Servers.SERVER,
                      new CreateRequest(
                          ContentFormat.TLV, id, new LwM2mObjectInstance(9, java.util.List.of())))
                  .isSuccess())
          .as("create /%d", id)
          .isFalse();
      for (int instance : before) {
        assertThat(object.delete(Servers.SERVER, new DeleteRequest(id, instance)).isSuccess())
            .as("delete /%d/%d", id, instance)
            .isFalse();
      }
      assertThat(object.getAvailableInstanceIds()).isEqualTo(before);
    }
  }

  // A server that discovers reads what it was told of: there must be an answer to all of it.
  @Test
  void discoverListsExactlyWhatCanBeReadOrExecuted() {
    var helper = new LinkFormatHelper(LwM2mVersion.lastSupported());
    for (LwM2mObjectEnabler object : gateway.objects.enablers()) {
      for (LwM2mPath instance : Servers.instances(object)) {
        var listed =
            java.util.Arrays.stream(
                    helper.getInstanceDescription(
                        Servers.SERVER, object, instance.getObjectInstanceId(), "/"))
                .map(link -> link.getPath())
                .filter(LwM2mPath::isResource)
                .map(LwM2mPath::getResourceId)
                .toList();
        var there = object.getAvailableResourceIds(instance.getObjectInstanceId());
        assertThat(listed).as(instance.toString()).containsExactlyInAnyOrderElementsOf(there);
        for (int id : there) {
          if (!Objects.requireNonNull(object.getObjectModel().resources.get(id))
              .operations
              .isExecutable()) {
            assertThat(Servers.read(gateway, instance + "/" + id).isSuccess())
                .as(instance + "/" + id)
                .isTrue();
          }
        }
      }
    }
  }
}
