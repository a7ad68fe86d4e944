package vn.binhduong.gateway.driver.mqtt;

import java.time.Duration;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `mqtt-json`, each with a connection of its own and without a link.
public final class MqttJsonFactory implements DriverFactory<MqttJsonSettings> {
  @Override
  public String type() {
    return "mqtt-json";
  }

  @Override
  public Class<MqttJsonSettings> settings() {
    return MqttJsonSettings.class;
  }

  @Override
  public String instrument() {
    return "systems on site that publish JSON: ChirpStack (LoRaWAN), camera counters";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("MQTT");
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.PEER);
  }

  /// The messages it takes: the same ones in two devices would be counted twice.
  @Override
  public Set<String> claims(MqttJsonSettings settings) {
    String selected = settings.selected();
    return Set.of(
        "topic %s of %s%s"
            .formatted(
                settings.topic(), settings.address(), selected == null ? "" : ", " + selected));
  }

  /// To connect and to subscribe.
  @Override
  public Duration longestCall(MqttJsonSettings settings) {
    return settings.connectTimeout();
  }

  /// Opens the device once its broker has let it in and has taken the subscription.
  @Override
  public MqttJsonDriver open(MqttJsonSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var inbox = new Inbox();
    Subscription subscription = Subscription.open(settings, context, inbox);
    return new MqttJsonDriver(settings, context, inbox, subscription::close);
  }
}
