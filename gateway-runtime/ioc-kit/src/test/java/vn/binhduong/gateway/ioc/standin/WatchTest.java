package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mMultipleResource;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mResourceInstance;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final LwM2mPath DEVICE = new LwM2mPath("/3/0");

  private static List<String> texts(LwM2mPath path, LwM2mResource... resources) {
    Map<LwM2mPath, LwM2mNode> known =
        Map.of(path, new LwM2mObjectInstance(path.getObjectInstanceId(), List.of(resources)));
    return Watch.texts(known);
  }

  private static LwM2mResource codes(Map<Integer, Long> codes) {
    return counts(11, codes);
  }

  private static LwM2mResource counts(int resource, Map<Integer, Long> values) {
    return new LwM2mMultipleResource(
        resource,
        ResourceModel.Type.INTEGER,
        values.entrySet().stream()
            .map(
                value -> LwM2mResourceInstance.newIntegerInstance(value.getKey(), value.getValue()))
            .toList());
  }

  // Whoever looks at the demo has no table of error codes at hand.
  @Test
  void errorCodesAreWords() {
    assertThat(texts(DEVICE, codes(Map.of(0, 0L)))).containsExactly("faults none");
    assertThat(texts(DEVICE, codes(Map.of(0, 8L, 1, 17L)))).containsExactly("faults sensor+uplink");
    assertThat(texts(DEVICE, codes(Map.of(0, 3L)))).containsExactly("faults code 3");
  }

  // Of a sensor that fails the gateway tells no value: the last one must not stay on the screen.
  @Test
  void aValueThatIsNotToldIsShownAsUnknown() {
    LwM2mPath temperature = new LwM2mPath("/3303/1");
    assertThat(texts(temperature, LwM2mSingleResource.newFloatResource(5700, 28.349)))
        .containsExactly("/3303/1 temperature 28.35 Cel");
    assertThat(texts(temperature, LwM2mSingleResource.newStringResource(5701, "Cel")))
        .containsExactly("/3303/1 temperature -- Cel");
  }

  // Instance 0 of the counts is any vehicle; the others are parts of it.
  @Test
  void ofTheCountsTheWholeIsShown() {
    assertThat(texts(new LwM2mPath("/3432/0"), counts(1, Map.of(7, 3L, 0, 12L, 1, 9L))))
        .containsExactly("/3432/0 counted 12 vehicles");
  }

  // A narrow screen shows the beginning: something of every object before more of one.
  @Test
  void everyObjectComesBeforeTheSecondInstanceOfOne() {
    LwM2mNode empty = new LwM2mObjectInstance(0, List.of());
    assertThat(
            Watch.texts(
                Map.of(
                    new LwM2mPath("/3303/1"),
                    empty,
                    new LwM2mPath("/3303/0"),
                    empty,
                    new LwM2mPath("/3428/0"),
                    empty,
                    new LwM2mPath("/33001/0"),
                    empty,
                    DEVICE,
                    empty)))
        .containsExactly(
            "faults --",
            "backlog --",
            "/3303/0 temperature -- Cel",
            "/3428/0 PM2.5 -- ug/m3",
            "/3303/1 temperature -- Cel");
  }

  // A gateway with a hundred sensors is not asked to tell all of them.
  @Test
  void ofAnObjectAFewInstancesAreObserved() {
    assertThat(
            Watch.instances(
                List.of(
                    new LwM2mPath("/3303/9"),
                    new LwM2mPath("/3303/10"),
                    new LwM2mPath("/3303/0"),
                    new LwM2mPath("/3"),
                    DEVICE,
                    new LwM2mPath("/4/0"))))
        .extracting(LwM2mPath::toString)
        .containsExactly("/3/0", "/3303/0", "/3303/9");
  }
}
