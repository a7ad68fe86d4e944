package vn.binhduong.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The metrics page over HTTP on loopback.
@Timeout(30)
class MetricsIT {
  private static HttpResponse<String> get(int port, String path, String method)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void thePageIsOpenMetricsText() throws Exception {
    var metrics = new Metrics();
    metrics.gauge("gateway_store_bytes", "Bytes of all files of the store.", () -> 4096L);
    metrics.counters(
        "gateway_device_samples",
        "Samples given on.",
        () ->
            List.of(
                new Metrics.Point(Map.of("device", "wx1"), 12),
                new Metrics.Point(Map.of("device", "a\"b\\c\n"), 0.5)));
    metrics.gauge(
        "gateway_broken",
        "Cannot be had.",
        () -> {
          throw new IllegalStateException("gone");
        });
    try (var server = MetricsServer.open("127.0.0.1", 0, metrics)) {
      var response = get(server.port(), "/metrics", "GET");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
      assertThat(response.body())
          .isEqualTo(
              """
              # TYPE gateway_store_bytes gauge
              # HELP gateway_store_bytes Bytes of all files of the store.
              gateway_store_bytes 4096
              # TYPE gateway_device_samples counter
              # HELP gateway_device_samples Samples given on.
              gateway_device_samples_total{device="wx1"} 12
              gateway_device_samples_total{device="a\\"b\\\\c\\n"} 0.5
              # EOF
              """);
    }
  }

  @Test
  void nothingElseIsServed() throws Exception {
    try (var server = MetricsServer.open("127.0.0.1", 0, new Metrics())) {
      assertThat(get(server.port(), "/", "GET").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/metrics/x", "GET").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/metrics", "POST").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var server = MetricsServer.open("127.0.0.1", 0, new Metrics())) {
      int port = server.port();
      assertThatThrownBy(() -> MetricsServer.open("127.0.0.1", port, new Metrics()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("metrics: cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("set metrics.port");
    }
  }

  @Test
  void aNameIsDeclaredOnceAndWellFormed() {
    var metrics = new Metrics();
    metrics.gauge("gateway_a", "A.", () -> 1);
    assertThatThrownBy(() -> metrics.gauge("gateway_a", "A.", () -> 1))
        .hasMessage("metric gateway_a is declared twice");
    assertThatThrownBy(() -> metrics.counter("gateway_b_total", "B.", () -> 1))
        .hasMessageContaining("without the suffix _total");
  }
}
