package vn.binhduong.gateway.driver.testkit.bad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The suite sees each misdeed with the test that is about it; a suite that accepts a bad driver is
/// worse than none, because integrators trust it.
class ContractSuiteRejectsTest {
  @ParameterizedTest
  @EnumSource
  void suiteRejects(Misdeed misdeed) {
    BadDriverSuite.committed = misdeed;
    Failures failures = new Failures();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    selectMethod(
                        switch (misdeed) {
                          case SETTINGS_ARE_NOT_DECLARED -> BadDriverSuite.Undeclared.class;
                          case READS_WHAT_HAS_WAITED_IN_THE_PORT -> BadDriverSuite.Beacon.class;
                          default -> BadDriverSuite.class;
                        },
                        misdeed.test()))
                .build(),
            failures);
    assertThat(failures.tests).as("failed tests of the suite").containsExactly(misdeed.test());
  }

  private static final class Failures implements TestExecutionListener {
    private final Set<String> tests = new TreeSet<>();

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED
          && identifier.getSource().orElse(null) instanceof MethodSource method) {
        tests.add(method.getMethodName());
      }
    }
  }
}
