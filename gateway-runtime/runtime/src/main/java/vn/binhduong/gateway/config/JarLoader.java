package vn.binhduong.gateway.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// The classes of one jar, from bytes in memory: what is run is what was looked at, whatever
/// becomes of the file. No native libraries, no versions for several Javas.
final class JarLoader extends ClassLoader {
  private static final long BYTES_MAX = 64L << 20;

  private final String jar;
  private final Map<String, byte[]> entries = new HashMap<>();
  private final Attributes manifest;

  /// @param jar its name, for messages
  /// @param bytes the whole jar
  /// @throws IOException when it is no jar, or holds more than 64 MiB
  JarLoader(String jar, byte[] bytes, ClassLoader parent) throws IOException {
    super("driver " + jar, parent);
    this.jar = jar;
    long total = 0;
    try (var in = new JarInputStream(new ByteArrayInputStream(bytes), false)) {
      Manifest found = in.getManifest();
      manifest = found == null ? new Attributes() : found.getMainAttributes();
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        byte[] content = in.readNBytes((int) (BYTES_MAX - total + 1));
        total += content.length;
        if (total > BYTES_MAX) {
          throw new IOException("more than " + BYTES_MAX + " bytes when unpacked");
        }
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), content);
        }
      }
    }
    if (entries.isEmpty()) {
      throw new IOException("no jar, or an empty one");
    }
  }

  /// The name of the jar.
  String jar() {
    return jar;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = entries.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    int end = name.lastIndexOf('.');
    if (end > 0 && getDefinedPackage(name.substring(0, end)) == null) {
      definePackage(
          name.substring(0, end),
          null,
          null,
          null,
          manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE),
          manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
          null,
          null);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      return null;
    }
    try {
      return URL.of(new URI("driver", null, "/" + jar + "!/" + name, null), new InMemory(bytes));
    } catch (URISyntaxException | MalformedURLException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  /// Reads one entry.
  private static final class InMemory extends URLStreamHandler {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
