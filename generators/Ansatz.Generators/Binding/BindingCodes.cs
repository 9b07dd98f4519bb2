namespace Ansatz.Generators.Binding;

/// <summary>The identifiers of what binding can find wrong; the arguments of each are listed with it.</summary>
public static class BindingCodes
{
    /// <summary>The class, or a type around it, is not partial. Arguments: the type's name.</summary>
    public const string TypeNotPartial = "ANZ0001";

    /// <summary>A member that the generator implements is not partial. Arguments: its name, what it is.</summary>
    public const string MemberNotPartial = "ANZ0002";

    /// <summary>Syntax that the notation does not have. Arguments: the kind of the syntax node.</summary>
    public const string UnsupportedSyntax = "ANZ0003";

    /// <summary>A name that means nothing here. Arguments: the name.</summary>
    public const string UnknownName = "ANZ0004";

    /// <summary>A function that is not known here. Arguments: its name, and the class to import if one has it.</summary>
    public const string UnknownFunction = "ANZ0005";

    /// <summary>A type that the notation does not have. Arguments: the type, the types that would do.</summary>
    public const string UnsupportedType = "ANZ0006";

    /// <summary>A body that is not local values and a return. Arguments: the member's name, the kind of the statement.</summary>
    public const string StatementBody = "ANZ0007";

    /// <summary>A used model has no extent or used model of that name. Arguments: the argument, the model's key.</summary>
    public const string UnknownUseArgument = "ANZ0008";

    /// <summary>An argument of an attribute is neither of what it takes. Arguments: the attribute, the argument.</summary>
    public const string AttributeArgument = "ANZ0009";

    /// <summary>The arguments of a call do not fit its parameters. Arguments: the function, the reason.</summary>
    public const string CallArguments = "ANZ0010";

    /// <summary>The declaration of a used model cannot be read. Arguments: the model's key, the reason.</summary>
    public const string UnreadableDeclaration = "ANZ0011";

    /// <summary>A member of the class that is not part of the notation is used in it. Arguments: its name.</summary>
    public const string OutsideNotation = "ANZ0012";

    /// <summary>Accessors of a partial property that the generator does not write. Arguments: the property's name.</summary>
    public const string UnsupportedAccessor = "ANZ0013";

    /// <summary>A name is declared twice, overloads included. Arguments: the name.</summary>
    public const string DeclaredTwice = "ANZ0014";

    /// <summary>ReduceF and Reduce are both imported, so that a reduction by its bare name is ambiguous. Arguments: the name.</summary>
    public const string AmbiguousReduction = "ANZ0015";

    /// <summary>Two attributes that exclude each other. Arguments: the member, the first, the second.</summary>
    public const string ConflictingAttributes = "ANZ0016";

    /// <summary>A kind of class that cannot be a model. Arguments: the name, the reason.</summary>
    public const string UnsupportedModelType = "ANZ0017";

    /// <summary>The text is not complete: the C# compiler says so itself, so that no diagnostic is shown. No arguments.</summary>
    public const string IncompleteText = "ANZ0018";

    /// <summary>Binding itself failed. Arguments: what happened.</summary>
    public const string BindingFailed = "ANZ0019";

    /// <summary>
    /// A name that C# takes for something else than the notation does. Binding does not ask the compiler what names in bodies mean; the analyzer
    /// does, and reports this. Arguments: the name, what it is.
    /// </summary>
    public const string OtherMeaning = "ANZ0020";

    /// <summary>The project's C# is older than what the generator writes. Arguments: the version.</summary>
    public const string LanguageTooOld = "ANZ0021";

    /// <summary>A member has the name of one that the generator adds. Arguments: the name.</summary>
    public const string GeneratedName = "ANZ0022";

    /// <summary>What goes into a layer has another shape than the layer takes. Arguments: the layer, the shape it takes, what goes in, its shape.</summary>
    public const string LayerShapes = "ANZ3003";

    /// <summary>A layer whose class has no equation that maps. Arguments: the class, the reason.</summary>
    public const string NotALayer = "ANZ3006";

    /// <summary>What goes into a layer has elements of another type. Arguments: the layer, the type it takes, what goes in, its type.</summary>
    public const string LayerElementType = "ANZ3011";

    /// <summary>A setting of a network or of a layer that has no meaning. Arguments: the setting, its value, what is allowed.</summary>
    public const string SettingOutOfRange = "ANZ3012";

    /// <summary>A residual connection around a layer that changes the shape. Arguments: the layer, the shape that goes in, the shape that comes out.</summary>
    public const string ResidualShapes = "ANZ3013";

    /// <summary>A loss function for results of another shape. Arguments: the loss function, the shape of the result.</summary>
    public const string LossShape = "ANZ3014";

    /// <summary>What goes into a layer is named, but is nothing that could. Arguments: the layer, the name, what was probably meant.</summary>
    public const string LayerFromUnknown = "ANZ3015";

    /// <summary>A network without layers. Arguments: its name.</summary>
    public const string NetworkWithoutLayers = "ANZ3016";

    /// <summary>A layer in a class that is no network. Arguments: the layer, the class.</summary>
    public const string LayerOutsideNetwork = "ANZ3017";

    /// <summary>Something in the method of a structural equation model that is no statement. Arguments: the text, where it starts, how long it is.</summary>
    public const string SemStatement = "ANZ2051";

    /// <summary>A structural equation model with both a text and a method, or with neither. Arguments: the class's name, where the second stands and how long it is, if both are there.</summary>
    public const string SemText = "ANZ2052";
}
