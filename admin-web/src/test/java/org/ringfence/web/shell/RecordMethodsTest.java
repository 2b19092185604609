package org.ringfence.web.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.FunctionMapper;
import jakarta.el.VariableMapper;
import org.junit.jupiter.api.Test;

class RecordMethodsTest {
  private final ELResolver resolver = new RecordMethods();
  private final ELContext context = new BareContext();

  record Row(String name) {
    String hidden() {
      return "hidden";
    }

    public String greeting() {
      return "Hello " + name;
    }

    public String failing() {
      throw new IllegalStateException("no");
    }

    public String with(String other) {
      return name + other;
    }
  }

  private Object invoke(Object base, String method, Object... arguments) {
    return resolver.invoke(context, base, method, null, arguments);
  }

  @Test
  void aComponentIsRead() {
    assertThat(invoke(new Row("Ada"), "name")).isEqualTo("Ada");
    assertThat(context.isPropertyResolved()).isTrue();
  }

  @Test
  void whatARecordComputesIsReadAsWell() {
    assertThat(invoke(new Row("Ada"), "greeting")).isEqualTo("Hello Ada");
  }

  @Test
  void whatIsNotPublicIsLeftToOthers() {
    assertThat(invoke(new Row("Ada"), "hidden")).isNull();
    assertThat(context.isPropertyResolved()).isFalse();
  }

  @Test
  void aMethodWithArgumentsIsLeftToOthers() {
    assertThat(invoke(new Row("Ada"), "with", "m")).isNull();
    assertThat(context.isPropertyResolved()).isFalse();
  }

  @Test
  void whatIsNoRecordIsLeftToOthers() {
    assertThat(invoke("text", "length")).isNull();
    assertThat(context.isPropertyResolved()).isFalse();
  }

  @Test
  void aFailureKeepsItsCause() {
    assertThatThrownBy(() -> invoke(new Row("Ada"), "failing"))
        .isInstanceOf(ELException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  private static final class BareContext extends ELContext {
    @Override
    public ELResolver getELResolver() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FunctionMapper getFunctionMapper() {
      throw new UnsupportedOperationException();
    }

    @Override
    public VariableMapper getVariableMapper() {
      throw new UnsupportedOperationException();
    }
  }
}
