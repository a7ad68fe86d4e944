package vn.binhduong.gateway.driver.mqtt;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/// Keeps an idle connection alive, by the monotonic clock.
///
/// Paho's own one uses `java.util.Timer`, which counts in wall time: after a step of the clock by
/// an hour backwards it sends no ping for an hour, and the broker hangs up.
final class MonotonicPing implements MqttPingSender {
  private @Nullable ClientComms comms;
  private @Nullable ScheduledThreadPoolExecutor timer;

  @Override
  public synchronized void init(ClientComms client) {
    comms = client;
  }

  @Override
  public synchronized void start() {
    stop();
    ClientComms client = comms;
    if (client == null) {
      throw new IllegalStateException("ping: started before it was made known");
    }
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("mqtt-ping").factory());
    schedule(client.getKeepAlive());
  }

  @Override
  public synchronized void stop() {
    ScheduledThreadPoolExecutor running = timer;
    timer = null;
    if (running != null) {
      running.shutdownNow();
    }
  }

  @Override
  public synchronized void schedule(long delayMillis) {
    ScheduledThreadPoolExecutor running = timer;
    ClientComms client = comms;
    if (running != null && client != null) {
      Runnable ping = client::checkForActivity;
      var _ = running.schedule(ping, delayMillis, TimeUnit.MILLISECONDS);
    }
  }
}
