// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.kverdict.report.VerdictJson;

/** Holds documents against the published schema. */
public final class VerdictSchema {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(VerdictJson.schema(), InputFormat.JSON);

  private VerdictSchema() {}

  /** What is wrong with a document, a line each. */
  public static List<String> errors(String json) {
    return SCHEMA.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
