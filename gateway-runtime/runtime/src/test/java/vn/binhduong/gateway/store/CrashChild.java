package vn.binhduong.gateway.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// A process that appends without end and says on its output what was committed, until it is
/// killed.
final class CrashChild {
  private CrashChild() {}

  @SuppressWarnings("InfiniteLoopStatement")
  public static void main(String[] args) throws Exception {
    Store store = Given.open(Path.of(args[0]));
    PrintStream out =
        new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
    Cursor cursor = store.cursor(store.head(), device -> !device.equals("gateway"));
    long k = Long.parseLong(args[1]);
    while (true) {
      for (int i = 0; i < 50; i++) {
        store.append(Given.sample("dev" + (i % 3), ++k));
      }
      List<Stored> committed = cursor.next(10_000);
      for (Stored stored : committed) {
        out.println(
            stored.epoch()
                + " "
                + stored.entry().device()
                + " "
                + stored.seq()
                + " "
                + Given.k(stored));
      }
      out.flush();
      if (!committed.isEmpty()) {
        Stored first = committed.getFirst();
        store.acknowledge(first.epoch(), first.entry().device(), 1, first.seq());
      }
      Thread.sleep(1);
    }
  }
}
