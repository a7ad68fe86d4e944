package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.response.ReadResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a Leshan client in place of the gateway, over DTLS on loopback.
@Tag("interop")
class ManagementDeskIT {
  private static final String ENDPOINT = "DEMO-0001";
  private static final Duration WITHIN = Duration.ofSeconds(20);

  /// So long that no update comes by itself.
  private static final int LIFETIME_SECONDS = 3600;

  @TempDir Path temp;

  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<LeshanClient> clients = new ArrayList<>();
  private Path keyFile = Path.of("");
  private ManagementDesk desk;

  @BeforeEach
  void open() throws Exception {
    keyFile = temp.resolve("management.psk");
    desk = ManagementDesk.open(keyFile, ENDPOINT, InstantSource.system(), news::add);
  }

  @AfterEach
  void close() {
    clients.forEach(client -> client.destroy(false));
    desk.close();
  }

  /// Object 3 with what every object 3 has, and error codes.
  private static final class Faults extends BaseInstanceEnabler {
    private volatile long code;

    void set(long value) {
      code = value;
      fireResourceChange(11);
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
      return switch (resource) {
        case 11 -> ReadResponse.success(11, Map.of(0, code), ResourceModel.Type.INTEGER);
        case 16 -> ReadResponse.success(16, "U");
        default -> ReadResponse.notFound();
      };
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
      return List.of(4, 11, 16);
    }
  }

  /// Object 3303 as far as the desk looks at it.
  private static final class Temperature extends BaseInstanceEnabler {
    static final ObjectModel MODEL =
        new ObjectModel(
            3303,
            "Temperature",
            "",
            "1.1",
            true,
            false,
            new ResourceModel(
                5700,
                "Sensor Value",
                ResourceModel.Operations.R,
                false,
                true,
                ResourceModel.Type.FLOAT,
                "",
                "",
                ""));

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
      return ReadResponse.success(5700, 28.3);
    }
  }

  private LeshanClient gateway(Faults faults, byte[] key) {
    List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
    models.add(Temperature.MODEL);
    ObjectsInitializer objects = new ObjectsInitializer(new StaticModel(models));
    objects.setFactoryForObject(3303, (model, id, taken) -> new Temperature());
    objects.setInstancesForObject(
        LwM2mId.SECURITY,
        Security.psk(
            "coaps://127.0.0.1:" + desk.port(),
            123,
            ENDPOINT.getBytes(StandardCharsets.UTF_8),
            key));
    objects.setInstancesForObject(LwM2mId.SERVER, new Server(123, LIFETIME_SECONDS));
    objects.setFactoryForObject(LwM2mId.DEVICE, (model, id, taken) -> new Faults());
    objects.setInstancesForObject(LwM2mId.DEVICE, faults);
    LeshanClientBuilder builder = new LeshanClientBuilder(ENDPOINT);
    builder.setObjects(objects.createAll());
    builder.setEndpointsProviders(
        new CaliforniumClientEndpointsProvider.Builder(new CoapsClientProtocolProvider()).build());
    LeshanClient client = builder.build();
    clients.add(client);
    client.start();
    return client;
  }

  private byte[] key() throws Exception {
    return HexFormat.of().parseHex(Files.readString(keyFile));
  }

  private static void until(String what, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private List<String> told() {
    return desk.picture(0).values();
  }

  // The gateway refuses a key that others can read.
  @Test
  void theKeyIsForItsOwnerAloneAndOfThisRun() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
    Path second = temp.resolve("second.psk");
    ManagementDesk.open(second, ENDPOINT, InstantSource.system(), news::add).close();
    assertThat(Files.readString(second)).hasSize(32).isNotEqualTo(Files.readString(keyFile));
  }

  // The view lives on what is told: it must not need to ask.
  @Test
  void whatChangesIsToldAndCounted() throws Exception {
    assertThat(desk.problems())
        .containsExactly("the gateway never registered with the management server");
    Faults faults = new Faults();
    gateway(faults, key());
    until("attended", desk::attended);
    assertThat(told()).containsExactly("faults none");
    faults.set(17);
    until("told", () -> told().equals(List.of("faults uplink")));
    assertThat(desk.picture(0).notifications()).isEqualTo(1);
    assertThat(desk.problems()).isEmpty();
  }

  // A sensor is there when its device has answered, and that may be long after the registration.
  @Test
  void aSensorThatComesLaterIsObservedToo() throws Exception {
    LeshanClient client = gateway(new Faults(), key());
    until("attended", desk::attended);
    Temperature sensor = new Temperature();
    sensor.setId(0);
    sensor.setModel(Temperature.MODEL);
    ((ObjectEnabler) client.getObjectTree().getObjectEnabler(3303)).addInstance(0, sensor);
    until("observed", () -> told().equals(List.of("faults none", "/3303/0 temperature 28.3 Cel")));
  }

  // After a SIGKILL nobody says good-bye: the server goes on believing in a gateway that is no
  // more.
  @Test
  void aGatewayThatStartedAnewMustRegisterAgain() throws Exception {
    LeshanClient killed = gateway(new Faults(), key());
    until("attended", desk::attended);
    killed.destroy(false);
    desk.await();
    assertThat(desk.attended()).isFalse();
    assertThat(desk.problems())
        .containsExactly("the gateway did not register again after its last start");
    Faults faults = new Faults();
    gateway(faults, key());
    until("attended again", desk::attended);
    faults.set(8);
    until("told", () -> told().equals(List.of("faults sensor")));
    assertThat(desk.picture(0).registrations()).isEqualTo(2);
    assertThat(news)
        .containsExactly(
            "management: DEMO-0001 registered, 3 objects",
            "management: DEMO-0001 registered again, 3 objects");
  }

  // One who says good-bye is not shown with values that nobody vouches for any more.
  @Test
  void aGatewayThatGoesIsNotRegistered() throws Exception {
    LeshanClient client = gateway(new Faults(), key());
    until("attended", desk::attended);
    client.stop(true);
    until("gone", () -> !desk.picture(0).registered());
    assertThat(told()).isEmpty();
    assertThat(news).last().isEqualTo("management: DEMO-0001 deregistered");
  }

  // Whoever does not have the key of this run is nobody, however early he comes.
  @Test
  void aWrongKeyRegistersNobody() throws Exception {
    byte[] wrong = key();
    wrong[15] ^= 1;
    LeshanClient stranger = gateway(new Faults(), wrong);
    gateway(new Faults(), key());
    until("attended", desk::attended);
    assertThat(desk.picture(0).registrations()).isEqualTo(1);
    assertThat(stranger.getRegisteredServers()).isEmpty();
  }
}
