package vn.binhduong.gateway.driver.pi4j.loop;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.binhduong.gateway.driver.pi4j.InputFixture;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

/// The channels of a vehicle come with a vehicle: LoopDriverTest.
class LoopContractTest implements DriverContractSuite<LoopSettings> {
  @Override
  public DriverFixture<LoopSettings> fixture() {
    return new InputFixture<>(
        new LoopFactory(),
        LoopDriverTest.TRAP,
        new FakeGpio(2),
        Stream.of("presence", "headway", "speed", "length", "direction")
            .collect(Collectors.toMap(Function.identity(), channel -> "no vehicle passes")));
  }
}
