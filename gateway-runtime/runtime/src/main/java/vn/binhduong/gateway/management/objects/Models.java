package vn.binhduong.gateway.management.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.leshan.core.model.InvalidDDFFileException;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;

/// The object models that Leshan does not bring along: those of the OMA registry that this gateway
/// serves, written from the registry's ids, names, operations, types and units, and its own (33001
/// to 33004, in the private range). They stand as DDF files beside this class.
final class Models {
  /// Ids of the files in the folder `models`.
  static final List<Integer> OURS =
      List.of(
          9, 16, 19, 20, 3303, 3304, 3315, 3324, 3415, 3428, 3432, 3433, 3445, 3446, 3449, 10259,
          18830, 33001, 33002, 33003, 33004);

  private Models() {}

  /// The file of a model, as a name for [Class#getResourceAsStream].
  static String file(int object) {
    return "models/" + object + ".xml";
  }

  /// Loads the models.
  ///
  /// @throws IllegalStateException when one is missing from the program or is no model
  static List<ObjectModel> load() {
    List<ObjectModel> models = new ArrayList<>();
    for (int object : OURS) {
      String file = file(object);
      try (InputStream in = Models.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is missing from the program");
        }
        models.addAll(ObjectLoader.loadDdfFile(in, file));
      } catch (IOException | InvalidDDFFileException e) {
        throw new IllegalStateException(file + " cannot be used: " + e.getMessage(), e);
      }
    }
    return models;
  }
}
