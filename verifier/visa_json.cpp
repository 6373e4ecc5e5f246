// What a visa says, as JSON: a record's own keys without those only a register knows.
#include "verifier/visa_json.h"

#include "db/record_json.h"

namespace evisa::verifier {

crypto::Json visa_to_json(const visa::Visa& visa) {
  visa::VisaRecord record;
  record.visa = visa;
  crypto::Json json = db::to_json(record);
  for (const char* key : {"format", "status", "version", "application_number", "invitation_number",
                          "inviter", "revocation"})
    json.erase(key);
  return json;
}

}  // namespace evisa::verifier
