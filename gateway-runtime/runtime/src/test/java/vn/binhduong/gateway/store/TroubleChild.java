package vn.binhduong.gateway.store;

import java.nio.file.Path;

/// A process that opens a store, says what hinders it, and says `well` when nothing does any more.
final class TroubleChild {
  private TroubleChild() {}

  public static void main(String[] args) throws Exception {
    try (Store store = Given.open(Path.of(args[0]))) {
      System.out.println("trouble: " + store.trouble().orElse("nothing"));
      Given.await("no trouble", () -> store.trouble().isEmpty());
      System.out.println("well");
    }
  }
}
