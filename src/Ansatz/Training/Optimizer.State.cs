namespace Ansatz;

public abstract partial class Optimizer
{
    internal override void Save(CheckpointWriter writer)
    {
        foreach (var slot in _slots)
        {
            writer.Set($"optimizer/{slot.Name}/powers", slot.Powers.First, slot.Powers.Second);
            slot.Save(writer);
        }
    }

    internal override void Load(CheckpointReader reader, List<Action> changes)
    {
        foreach (var slot in _slots)
        {
            var powers = reader.Numbers($"optimizer/{slot.Name}/powers", 2);
            slot.Load(reader, changes);
            changes.Add(() => slot.Powers = (powers[0], powers[1]));
        }
    }
}
