package vn.binhduong.gateway.driver.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import vn.binhduong.gateway.driver.Link;

/// A link as the driver sees it: everything goes through, but closing is noted, since that is the
/// host's to do.
final class WatchedLink {
  private WatchedLink() {}

  /// The link behind a watch, or the link itself where its type cannot be watched (a class, or a
  /// sealed interface).
  static <L extends Link> L watch(Class<L> type, L link, Runnable closed) {
    if (!type.isInterface() || type.isSealed()) {
      return link;
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close") && method.getParameterCount() == 0) {
                closed.run();
              }
              try {
                method.setAccessible(true); // the interface may be package-private
                return method.invoke(link, arguments);
              } catch (InvocationTargetException wrapped) {
                throw wrapped.getCause() == null ? wrapped : wrapped.getCause();
              }
            }));
  }
}
