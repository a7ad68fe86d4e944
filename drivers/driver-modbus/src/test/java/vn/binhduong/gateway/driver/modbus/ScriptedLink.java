package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.DriverException;

/// A link whose answers a test decides; remembers what was asked.
final class ScriptedLink implements ModbusLink {
  /// Decides the answer to a request.
  @FunctionalInterface
  interface Script {
    ModbusAnswer answer(ReadRequest request) throws DriverException;
  }

  private final List<String> asked = new ArrayList<>();
  private Script script;

  ScriptedLink(Script script) {
    this.script = script;
  }

  void set(Script script) {
    this.script = script;
    asked.clear();
  }

  /// Address and count of each request, as `500+16`.
  List<String> asked() {
    return asked;
  }

  @Override
  public ModbusAnswer read(ReadRequest request, Duration timeout) throws DriverException {
    asked.add(request.address() + "+" + request.count());
    return script.answer(request);
  }

  /// The registers from the address on, each holding its address.
  static ModbusAnswer echo(ReadRequest request) {
    var values = new int[request.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = request.address() + i;
    }
    return new ModbusAnswer.Values(values);
  }

  @Override
  public void close() {}
}
