package vn.binhduong.gateway.management;

import java.util.function.Consumer;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.leshan.client.bootstrap.InvalidStateException;
import org.eclipse.leshan.client.observer.LwM2mClientObserverAdapter;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.request.BootstrapRequest;
import org.eclipse.leshan.core.request.RegisterRequest;
import org.eclipse.leshan.core.request.UpdateRequest;
import org.jspecify.annotations.Nullable;

/// Makes [Signal]s of the calls of Leshan's engine, on its threads.
final class SignalReader extends LwM2mClientObserverAdapter {
  private final Consumer<Signal> signals;

  SignalReader(Consumer<Signal> signals) {
    this.signals = signals;
  }

  @Override
  public void onBootstrapSuccess(LwM2mServer server, BootstrapRequest request) {
    signals.accept(Signal.of(Signal.Kind.BOOTSTRAPPED));
  }

  @Override
  public void onBootstrapFailure(
      LwM2mServer server,
      BootstrapRequest request,
      @Nullable ResponseCode code,
      @Nullable String message,
      @Nullable Exception cause) {
    signals.accept(
        Signal.failed(
            cause instanceof InvalidStateException
                ? "what the bootstrap server wrote cannot be used: " + cause.getMessage()
                : text("the bootstrap", code, message, cause)));
  }

  @Override
  public void onBootstrapTimeout(LwM2mServer server, BootstrapRequest request) {
    signals.accept(Signal.failed("the bootstrap server did not answer, or did not finish"));
  }

  @Override
  public void onRegistrationSuccess(
      LwM2mServer server, RegisterRequest request, String registrationId) {
    signals.accept(Signal.of(Signal.Kind.REGISTERED));
  }

  @Override
  public void onRegistrationFailure(
      LwM2mServer server,
      RegisterRequest request,
      @Nullable ResponseCode code,
      @Nullable String message,
      @Nullable Exception cause) {
    signals.accept(Signal.failed(text("the registration", code, message, cause)));
  }

  @Override
  public void onRegistrationTimeout(LwM2mServer server, RegisterRequest request) {
    signals.accept(Signal.failed("no answer to the registration"));
  }

  @Override
  public void onUpdateStarted(LwM2mServer server, UpdateRequest request) {
    signals.accept(Signal.of(Signal.Kind.UPDATING));
  }

  @Override
  public void onUpdateSuccess(LwM2mServer server, UpdateRequest request) {
    signals.accept(Signal.of(Signal.Kind.UPDATED));
  }

  @Override
  public void onUpdateFailure(
      LwM2mServer server,
      UpdateRequest request,
      @Nullable ResponseCode code,
      @Nullable String message,
      @Nullable Exception cause) {
    signals.accept(Signal.failed(text("the update of the registration", code, message, cause)));
  }

  @Override
  public void onUpdateTimeout(LwM2mServer server, UpdateRequest request) {
    signals.accept(Signal.failed("no answer to the update of the registration"));
  }

  @Override
  public void onUnexpectedError(Throwable error) {
    signals.accept(Signal.failed("the LwM2M client failed: " + error));
  }

  /// One sentence, from the answer of the server or the innermost cause that says something.
  private static String text(
      String what,
      @Nullable ResponseCode code,
      @Nullable String message,
      @Nullable Throwable cause) {
    if (code != null) {
      return "the server refused %s: %s%s"
          .formatted(what, code, message == null || message.isBlank() ? "" : " (" + message + ")");
    }
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof DtlsHandshakeTimeoutException) {
        return "no answer to the DTLS handshake";
      }
      if (each instanceof HandshakeException handshake) {
        return "the DTLS handshake failed: " + handshake.getMessage();
      }
    }
    Throwable last = cause;
    while (last != null && last.getCause() != null) {
      last = last.getCause();
    }
    return what + " could not be sent: " + (last == null ? "no reason was given" : last);
  }
}
