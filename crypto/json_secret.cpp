// A secret that comes in JSON.
#include "crypto/json_secret.h"

#include "crypto/wipe.h"

namespace evisa::crypto {

Result<SecretBytes> secret_text(JsonObject& object, std::string_view key) {
  const Json* value = object.find(key);
  if (value != nullptr && value->is_string())
    return SecretBytes::copy_of(as_bytes(value->get_ref<const std::string&>()));
  return std::unexpected(object.text(key).error());  // says what is wrong with it
}

void wipe(Json& value) {
  if (value.is_string()) {
    wipe(value.get_ref<std::string&>());
  } else if (value.is_structured()) {
    for (Json& member : value) wipe(member);
  }
  value = nullptr;
}

}  // namespace evisa::crypto
