package vn.binhduong.gateway.driver.testkit.bad;

import java.time.LocalDate;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Option;

/// A factory whose settings lack a declaration, and use a type no YAML value can become.
public final class UndeclaredFactory implements DriverFactory<UndeclaredFactory.Settings> {
  /// @param address lacks its declaration
  /// @param since has a type that is not allowed
  public record Settings(int address, @Option(doc = "Installed on.") LocalDate since) {}

  @Override
  public String type() {
    return "undeclared";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Driver open(Settings settings, DriverContext context) throws DriverException {
    throw DriverException.misconfigured("never opened");
  }
}
