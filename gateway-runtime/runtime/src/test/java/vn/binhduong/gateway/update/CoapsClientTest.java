package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What servers of all kinds answer to requests for blocks.
class CoapsClientTest {
  private static final URI ADDRESS = URI.create("coaps://host/p.update");

  private final byte[] content = new byte[5_000];
  private final List<String> asked = new ArrayList<>();
  private String etag = "aa01";
  private int exponentMax = 6;
  private int code = 205;
  private long wrongBy;
  private boolean tellsSize = true;
  private boolean closed;
  private Runnable before = () -> {};

  CoapsClientTest() {
    new Random(7).nextBytes(content);
  }

  private final class Server implements Blocks.Connection {
    @Override
    public Blocks.Block get(long offset, int exponent) {
      before.run();
      asked.add(offset + "/" + exponent);
      int own = Math.min(exponent, exponentMax);
      int to = (int) Math.min(content.length, offset + (16L << own));
      return new Blocks.Block(
          code,
          Arrays.copyOfRange(content, (int) offset, to),
          offset + wrongBy,
          own,
          to < content.length,
          tellsSize ? OptionalLong.of(content.length) : OptionalLong.empty(),
          etag);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Client client() {
    return new CoapsClient(uri -> Optional.of(new Server()));
  }

  private Answer answer(long have) throws Exception {
    try (Client client = client()) {
      return client.get(ADDRESS, have, "\"aa01\"").answer();
    }
  }

  private byte[] body(long have) throws Exception {
    try (Client client = client();
        InputStream in = client.get(ADDRESS, have, "\"aa01\"").body()) {
      return in.readAllBytes();
    }
  }

  @Test
  void theWhole() throws Exception {
    assertThat(answer(0)).isEqualTo(new Answer.Content(0, OptionalLong.of(5_000), "\"aa01\""));
    assertThat(closed).isTrue();
    asked.clear();
    assertThat(body(0)).isEqualTo(content);
    assertThat(asked).containsExactly("0/6", "1024/6", "2048/6", "3072/6", "4096/6");
  }

  // What is there of a block that was cut is thrown away, no more.
  @Test
  void itGoesOnWithTheBlockThatWasNotWhole() throws Exception {
    assertThat(answer(2_500))
        .isEqualTo(new Answer.Content(2_048, OptionalLong.of(5_000), "\"aa01\""));
    assertThat(body(2_500)).isEqualTo(Arrays.copyOfRange(content, 2_048, 5_000));
  }

  @Test
  void aServerWithSmallerBlocksIsFollowed() throws Exception {
    exponentMax = 2;
    assertThat(body(0)).isEqualTo(content);
    assertThat(asked.subList(0, 3)).containsExactly("0/6", "64/2", "128/2");
  }

  @Test
  void anotherContentIsNotJoined() throws Exception {
    etag = "bb02";
    assertThat(answer(2_500)).isInstanceOf(Answer.Useless.class);
    assertThat(answer(0)).isEqualTo(new Answer.Content(0, OptionalLong.of(5_000), "\"bb02\""));
    before = () -> etag = asked.size() > 2 ? "cc03" : "bb02";
    asked.clear();
    assertThatThrownBy(() -> body(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another content");
  }

  @Test
  void withoutAnEtagThereIsNothingToGoOnWith() throws Exception {
    etag = "";
    assertThat(answer(0)).isEqualTo(new Answer.Content(0, OptionalLong.of(5_000), ""));
    assertThat(answer(2_500)).isInstanceOf(Answer.Useless.class);
  }

  @Test
  void anotherBlockThanAskedForIsNotTaken() throws Exception {
    wrongBy = 1_024;
    assertThat(answer(0)).isInstanceOf(Answer.Useless.class);
    wrongBy = 0;
    before = () -> wrongBy = asked.size() > 2 ? 1_024 : 0;
    assertThatThrownBy(() -> body(0)).isInstanceOf(IOException.class);
  }

  @Test
  void aSizeThatIsNotToldIsKnownFromTheLastBlockOnly() throws Exception {
    tellsSize = false;
    assertThat(answer(0)).isEqualTo(new Answer.Content(0, OptionalLong.empty(), "\"aa01\""));
    assertThat(answer(4_200))
        .isEqualTo(new Answer.Content(4_096, OptionalLong.of(5_000), "\"aa01\""));
  }

  @Test
  void codesMeanWhatTheyMean() throws Exception {
    for (int never : new int[] {400, 401, 403, 404, 405, 406}) {
      code = never;
      assertThat(answer(0))
          .isEqualTo(
              new Answer.Never(
                  ResultCode.INVALID_URI, "the server answered 4.0%d".formatted(never % 100)));
    }
    for (int later : new int[] {408, 429, 500, 503, 504, 203}) {
      code = later;
      assertThat(answer(0)).isInstanceOf(Answer.Later.class);
      assertThat(answer(2_048)).isInstanceOf(Answer.Later.class);
    }
    for (int useless : new int[] {400, 402}) {
      code = useless;
      assertThat(answer(2_048)).isInstanceOf(Answer.Useless.class);
    }
    before = () -> code = asked.size() > 2 ? 503 : 205;
    asked.clear();
    assertThatThrownBy(() -> body(0)).hasMessageContaining("5.03");
  }

  // A block that is short without being the last would shift all that follows.
  @Test
  void aShortBlockInTheMiddleIsAnError() {
    Blocks.Block shorter =
        new Blocks.Block(205, new byte[1_000], 0, 6, true, OptionalLong.empty(), "aa01");
    Blocks blocks =
        uri ->
            Optional.of(
                new Blocks.Connection() {
                  @Override
                  public Blocks.Block get(long offset, int exponent) {
                    return shorter;
                  }

                  @Override
                  public void close() {}
                });
    assertThatThrownBy(
            () -> {
              try (Client client = new CoapsClient(blocks)) {
                client.get(ADDRESS, 0, "").body().readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1000 bytes");
  }

  @Test
  void withoutACredentialTheSchemeIsNotSpoken() {
    assertThatThrownBy(() -> new CoapsClient(uri -> Optional.empty()).get(ADDRESS, 0, ""))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo(ResultCode.UNSUPPORTED_PROTOCOL));
  }
}
